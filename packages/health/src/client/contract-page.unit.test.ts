import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import express from 'express';
import { healthAnswerSchema, serviceErrorSchema, systemSchema } from '../contract/report.ts';
import { readAnswer } from './answer.ts';
import { readJson } from './request.ts';

describe('docs/health-contract.md', () => {
  let page: string;
  before(async () => {
    page = await readFile(new URL('../../../../docs/health-contract.md', import.meta.url), 'utf8');
  });

  const example = (language: string) =>
    new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? assert.fail(`no example in ${language}`);

  it('shows a report that is enough', () => {
    const { detail, misfit, answer } = readAnswer(JSON.parse(example('json')));
    assert.deepEqual([detail, misfit, answer.services], ['full', undefined, { database: { status: 'healthy' } }]);
  });

  it('names every field of a report', () => {
    const { services, ...fields } = healthAnswerSchema.shape;
    const ofService = Object.keys(services.def.valueType.shape).map((name) => `….${name}`);
    const ofSystem = Object.keys(systemSchema.shape).map((name) => `system.${name}`);
    const named = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    const expected = [
      ...Object.keys(fields).filter((name) => name !== 'system'),
      'services',
      ...ofService,
      ...ofSystem,
    ];
    assert.deepEqual(new Set(named), new Set(expected));
    for (const error of serviceErrorSchema.options) assert.ok(page.includes(`\`${error}\``), error);
  });

  for (const [status, isUp] of [
    ['healthy', true],
    ['unhealthy', false],
  ] as const) {
    it(`has an example in Express that says when the database is ${status}`, async () => {
      const app = express();
      // The example stands in a file of a user's, with these two names.
      // oxlint-disable-next-line typescript/no-implied-eval
      new Function('app', 'databaseAnswers', example('js'))(app, () => Promise.resolve(isUp));
      const server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      assert.ok(typeof address === 'object' && address);
      try {
        const source = { api: `http://127.0.0.1:${address.port}`, token: undefined };
        const { misfit, answer } = readAnswer(await readJson(source, '/health/all', AbortSignal.timeout(5_000)));
        assert.deepEqual([misfit, answer.status], [undefined, isUp ? 'ok' : 'error']);
        assert.deepEqual(answer.services['database'], { status, critical: true });
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
});
