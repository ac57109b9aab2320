import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '@app/contract/openapi';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import openapiTypes, { astToString } from 'openapi-typescript';
import { z } from 'zod';
import { needs } from '../src/test-support/services.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const run = promisify(execFile);

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** What a stranger would write with the generated types; compiled strictly, and run. */
const program = String.raw`
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' });

const created = await client.POST('/api/tasks', { body: { title: 'Made by a generated client' } });
if (!created.data) throw new Error(created.error.title);
const task: components['schemas']['Task'] = created.data;

const page = await client.GET('/api/tasks', { params: { query: { state: 'open', limit: 1 } } });
const titles = page.data?.items.map(({ title }) => title);

const changed = await client.PATCH('/api/tasks/{id}', {
  params: { path: { id: task.id }, header: { 'If-Match': '"1"' } },
  body: { state: 'done' },
});
const wrong = await client.GET('/api/tasks', { params: { query: { limit: 0 } } });

const health = await client.GET('/health/all');
if (!health.data) throw new Error('There is no report');
const database = health.data.services['database'];
// A healthy service has no error, and the types know that it may have none.
const reason = database && 'error' in database ? database.error : undefined;
const text: string = reason ?? 'none';

console.log(JSON.stringify({ titles, state: changed.data?.state, wrong: wrong.error?.status, database: database?.status, text }));
`;

const output = z.object({
  titles: z.array(z.string()),
  state: z.string(),
  wrong: z.number(),
  database: z.string(),
  text: z.string(),
});

describe('the OpenAPI document', () => {
  it("passes Redocly's recommended rules without a remark", async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const remarks = await lintFromString({
      source: JSON.stringify(openApiDocument({ title: 'Shop', version: '1.0.0' })),
      config,
    });
    assert.deepEqual(
      remarks.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      [],
    );
  });
});

describe('a generated client', () => {
  needs('database', 'cache');
  // Below the workspace, so that its imports are found.
  const folder = join(import.meta.dirname, '../node_modules/.cache/generated-client');
  let api: TestApi;

  before(async () => {
    api = await startTestApi();
    await mkdir(folder, { recursive: true });
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await api.close();
  });

  it('compiles strictly, and runs against the API', async () => {
    const document = Object(await (await api.fetch('/openapi.json')).json());
    const compilerOptions = {
      target: 'es2024',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      rewriteRelativeImportExtensions: true,
      outDir: 'built',
    };
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    await writeFile(join(folder, 'schema.ts'), astToString(await openapiTypes(document)));
    await writeFile(join(folder, 'program.ts'), program);
    // What the compiler has to say goes to its standard output.
    const compiled = await run(process.execPath, [tsc, '-p', folder]).catch((error: unknown) => Object(error));
    assert.equal(compiled.stdout, '');
    const { stdout } = await run(process.execPath, [join(folder, 'built/program.js'), api.origin]);
    assert.deepEqual(output.parse(JSON.parse(stdout)), {
      titles: ['Made by a generated client'],
      state: 'done',
      wrong: 400,
      database: 'healthy',
      text: 'none',
    });
  }).timeout(60_000);
});
