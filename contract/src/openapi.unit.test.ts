import assert from 'node:assert/strict';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { openApiDocument } from './openapi.ts';
import { problemMediaType, problemSchema } from './problem.ts';
import { sessionPath, sessionsPath } from './session.ts';
import { tasksPath } from './tasks.ts';

const document = openApiDocument({ title: 'Shop', version: '1.2.3' });

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [{ path, operation }] : [];
  }),
);

describe('OpenAPI document', () => {
  it('is of version 3.1 and says which version of the API it describes', () => {
    assert.match(document.openapi, /^3\.1\./);
    assert.equal(document.info.version, '1.2.3');
  });

  it('describes every health endpoint, the sessions and the tasks', () => {
    const described = new Set(operations.map(({ path }) => path));
    const collections = [sessionsPath, tasksPath].flatMap((path) => [path, `${path}/{id}`]);
    assert.deepEqual(described, new Set([...Object.values(healthPaths), sessionPath, ...collections]));
  });

  it('says of every operation below /api how to prove who asks, and what happens to who does not', () => {
    const below = operations.filter(({ path }) => path.startsWith('/api'));
    assert.ok(below.length > 5);
    for (const { operation } of below) {
      const schemes = (operation.security ?? []).flatMap((each) => Object.keys(each));
      assert.deepEqual(schemes, ['session', 'bearerToken'], operation.operationId);
      assert.ok('401' in (operation.responses ?? {}), operation.operationId);
    }
  });

  it('gives every operation a name of its own', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    assert.ok(names.every(Boolean));
    assert.equal(new Set(names).size, names.length);
  });

  it('describes every error below /api as problem+json', () => {
    const errors = operations
      .filter(({ path }) => path.startsWith('/api'))
      .flatMap(({ operation }) => Object.entries(operation.responses ?? {}))
      .filter(([status]) => Number(status) >= 400);
    assert.ok(errors.length > 10);
    for (const [, response] of errors) {
      assert.ok(response && 'content' in response);
      assert.deepEqual(Object.keys(response.content ?? {}), [problemMediaType]);
    }
  });

  it('makes nothing required that can be missing, and closes no object that is read', () => {
    const schemas = Object(document.components?.schemas);
    assert.ok(!JSON.stringify(document).includes('"default":'));
    assert.ok(!schemas.ServiceHealth.required.includes('error'));
    assert.deepEqual(schemas.TaskCreate.required, ['title']);
    const closed = Object.keys(schemas).filter((name) => schemas[name].additionalProperties === false);
    assert.deepEqual(closed, ['TaskCreate', 'TaskUpdate']);
  });

  it('names the headers that a client acts on', () => {
    const { responses } = Object(document.paths?.[tasksPath]?.post);
    for (const status of ['429', '503', '409']) assert.ok('Retry-After' in responses[status].headers, status);
    for (const name of ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'])
      assert.ok(name in responses['201'].headers, name);
    assert.ok('500' in responses && '403' in responses);
  });

  it('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    assert.ok(references.length > 10);
    const schemas = Object.keys(document.components?.schemas ?? {});
    assert.deepEqual(
      references.filter((name) => !schemas.includes(name ?? '')),
      [],
    );
  });
});

describe('problem', () => {
  it('from a newer producer, with a member that is not known here, is read all the same', () => {
    const problem = { type: 'about:blank', title: 'Gone fishing', status: 503, id: 'r1', mood: 'good' };
    assert.deepEqual(Object.keys(problemSchema.parse(problem)), ['type', 'title', 'status', 'id']);
  });
});
