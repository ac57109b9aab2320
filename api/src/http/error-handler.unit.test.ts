import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { problemMediaType, problemSchema } from '@app/contract/problem';
import express from 'express';
import { captureLog } from '../test-support/log.ts';
import { createErrorHandler } from './error-handler.ts';
import { HttpProblem } from './problem.ts';

describe('createErrorHandler', () => {
  let server: Server;
  let origin: string;
  const { log, lines } = captureLog();

  before(async () => {
    const app = express()
      .get('/throws', () => {
        throw new Error('connect to 10.0.0.1 with password hunter2');
      })
      .get('/rejects', () => Promise.reject(new Error('later')))
      .get('/throws-nothing', () => Promise.reject(undefined))
      .get('/own', () => {
        throw new HttpProblem('conflict', { detail: 'Why', headers: { 'Retry-After': '1' } });
      })
      .get('/away', () => {
        throw new HttpProblem('unavailable', { cause: new Error('driver') });
      })
      .get('/late', (_req, res) => {
        res.write('some of the answer');
        throw new Error('too late');
      })
      .use(createErrorHandler(log));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    origin = `http://127.0.0.1:${address.port}`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function problemOf(path: string) {
    const response = await fetch(origin + path);
    assert.equal(response.headers.get('content-type'), problemMediaType);
    const problem = problemSchema.parse(await response.json());
    assert.equal(problem.status, response.status);
    assert.equal(problem.instance, path);
    assert.equal(problem.id, response.headers.get('x-request-id'));
    return { response, problem, entry: lines.find(({ id }) => id === problem.id) };
  }

  it('hides what it does not expect from the caller, and shows it in the log under the same id', async () => {
    const { problem, entry } = await problemOf('/throws');
    assert.equal(problem.status, 500);
    assert.equal(problem.type, 'urn:problem:internal-error');
    assert(!JSON.stringify(problem).includes('hunter2'));
    assert.equal(entry?.['level'], 50);
    assert.match(JSON.stringify(entry), /10\.0\.0\.1/);
  });

  it('answers rejections, also of nothing', async () => {
    assert.equal((await problemOf('/rejects')).problem.status, 500);
    assert.equal((await problemOf('/throws-nothing')).problem.status, 500);
  });

  it('answers a problem as it was thrown, and logs nothing of it', async () => {
    const { response, problem, entry } = await problemOf('/own');
    assert.equal(response.status, 409);
    assert.equal(response.headers.get('retry-after'), '1');
    assert.equal(problem.detail, 'Why');
    assert.equal(entry, undefined);
  });

  it('logs why something is unavailable in one line, without a stack', async () => {
    const { entry } = await problemOf('/away');
    assert.equal(entry?.['level'], 30);
    assert.equal(entry['error'], 'driver');
    assert(!JSON.stringify(entry).includes('error-handler.unit.test'));
  });

  it('cuts the connection where an answer has begun', async () => {
    await assert.rejects(async () => (await fetch(`${origin}/late`)).text());
  });
});
