import assert from 'node:assert/strict';
import { Agent, type IncomingMessage, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { tasksPath, taskSchema } from '@app/contract/tasks';
import { healthPaths } from '@zero-to-running/health/contract/report';
import * as fc from 'fast-check';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { type Answer, createAnswerCheck } from './support/answer-check.ts';
import { apiDescriptionSchema, operationsOf } from './support/api-description.ts';
import { type GeneratedRequest, requestArbitrary } from './support/generated-request.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const atOnce = 20;
const total = 10_000;
const knownTasks = 20;

async function read(response: IncomingMessage): Promise<Answer> {
  const mediaType = response.headers['content-type']?.split(';', 1)[0];
  const endless = mediaType === 'text/event-stream';
  const body = endless ? '' : await text(response);
  if (endless) response.destroy();
  return { status: response.statusCode ?? 0, mediaType, headers: response.headers, body };
}

describe('10,000 requests made from the OpenAPI document', function generatedRequests() {
  needs('database', 'cache');
  this.timeout(120_000);

  let api: TestApi;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  before(async () => {
    api = await startTestApi();
  });

  after(async () => {
    agent.destroy();
    await api?.close();
  });

  const ask = ({ method, url, headers, body }: GeneratedRequest): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      // As a path, and not as a URL, of which Node would resolve the dots.
      send({ port: api.port, path: url, method, agent, headers: { ...headers, ...length } })
        .once('response', (response: IncomingMessage) => void read(response).then(resolve, reject))
        .once('error', reject)
        .end(body);
    });

  const createTask = async (_: unknown, number: number): Promise<string> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const response = await api.fetch(tasksPath, { ...init, body: JSON.stringify({ title: `Task ${number}` }) });
    return taskSchema.parse(await response.json()).id;
  };

  it('get no 5xx, and only answers that the document describes', async () => {
    const document = Object(await (await api.fetch('/openapi.json')).json());
    const description = apiDescriptionSchema.parse(document);
    const id = await Promise.all(Array.from({ length: knownTasks }, createTask));
    const request = requestArbitrary(description, operationsOf(description), { id });
    const check = createAnswerCheck(document);
    const statuses = new Set<number>();

    // Making all this may take longer than what was sampled before counts.
    await eventually('it is healthy', async () => (await api.fetch(healthPaths.all)).status === 200);
    const batches = fc.array(request, { minLength: atOnce, maxLength: atOnce });
    await fc.assert(
      fc.asyncProperty(batches, async (requests) => {
        const answers = await Promise.all(requests.map(async (each) => ({ each, answer: await ask(each) })));
        for (const { each, answer } of answers) {
          statuses.add(answer.status);
          const fault = check(each, answer);
          assert.equal(fault, undefined, JSON.stringify({ ...each, operation: each.operation.operationId, answer }));
        }
      }),
      {
        numRuns: total / atOnce,
        endOnFailure: true,
        interruptAfterTimeLimit: 100_000,
        markInterruptAsFailure: true,
        // By default it shows all requests of a batch; the error says which was the one.
        reporter({ failed, seed, counterexamplePath, errorInstance }) {
          if (failed) throw new Error(`seed: ${seed}, path: '${counterexamplePath}'`, { cause: errorInstance });
        },
      },
    );
    // The requests have got as far as they were meant to.
    for (const status of [200, 201, 204, 304, 400, 404, 405, 412, 415, 422, 428]) {
      assert(statuses.has(status), `no request was answered ${status}`);
    }
  });
});
