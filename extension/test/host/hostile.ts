import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { report } from '@zero-to-running/health/contract/test-support/reports';
import type { FailureKind } from '@zero-to-running/health/client/failure';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { startPageServer, type PageServer } from '../support/page-server.ts';
import { activated, rows } from './extension.ts';

const megabyte = 1024 * 1024;

/** Sends as much as is taken, up to a number of bytes. */
function pour(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(megabyte / 16, ' ');
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

const onlyAnswers =
  (answer: (response: ServerResponse) => void): RequestListener =>
  (request, response) => {
    if (request.url === '/health/all') answer(response);
    else response.writeHead(404).end();
  };

const onlyStreams =
  (stream: (response: ServerResponse) => void): RequestListener =>
  (request, response) => {
    if (request.url !== '/health/stream') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return stream(response);
  };

const servers: Readonly<Record<string, { readonly listener: RequestListener; readonly failure: FailureKind }>> = {
  'wrong types': {
    listener: onlyAnswers((response) => {
      response.end(JSON.stringify({ ...report(), status: 7, services: [1, null], timestamp: {} }));
    }),
    failure: 'not-understood',
  },
  'a body of 50 MB': { listener: onlyAnswers((response) => pour(response, 50 * megabyte)), failure: 'too-large' },
  'an event that never ends': {
    listener: onlyStreams((response) => pour(response, 1_000 * megabyte)),
    failure: 'status',
  },
  'a redirect': {
    listener: (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    failure: 'redirect',
  },
  'no answer': { listener: () => undefined, failure: 'timeout' },
};

const set = (environments: unknown) =>
  workspace.getConfiguration('zeroToRunning').update('environments', environments, ConfigurationTarget.Global);

describe('servers that mean harm', () => {
  let api: ExtensionApi;
  let running: PageServer[];

  before(async () => {
    api = await activated();
    running = await Promise.all(Object.values(servers).map(({ listener }) => startPageServer(listener)));
    await commands.executeCommand('zeroToRunning.services.focus');
  });
  after(async () => {
    await set(undefined);
    await Promise.all(running.map((server) => server.stop()));
  });

  it('are each told as what they are, and hold up neither the extension nor what it shows of others', async () => {
    const names = Object.keys(servers);
    await set(names.map((name, index) => ({ name, apiUrl: running[index]?.origin })));
    await eventually(() => {
      const failures = api.environments.all.slice(1).map(({ name, store }) => [name, store.snapshot.failure?.kind]);
      assert.deepEqual(
        failures,
        names.map((name) => [name, servers[name]?.failure]),
      );
    }, 40_000);
    const [local, ...hostile] = await rows(api);
    assert.equal(local?.description, 'all healthy');
    assert.deepEqual(
      hostile.map(({ children }) => children.length),
      names.map(() => 0),
    );
  });
});
