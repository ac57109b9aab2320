import assert from 'node:assert/strict';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { problemOf } from './support/problem-of.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const json = { 'content-type': 'application/json' };
const unknownTask = '/api/tasks/00000000-0000-4000-8000-000000000000';

describe('refused requests', () => {
  needs('database', 'cache');

  let api: TestApi;

  before(async () => {
    api = await startTestApi();
  });

  after(() => api.close());

  const refusals: Record<string, { path: string; init?: RequestInit; status: number; type: string; says: RegExp }> = {
    'a path that does not exist': {
      path: '/nothing?x=y',
      status: 404,
      type: 'not-found',
      says: /nothing at \/nothing$/,
    },
    'the root, with a pointer to what there is': {
      path: '/',
      status: 404,
      type: 'not-found',
      says: /nothing at \/; look at \/docs and \/health\/all$/,
    },
    'a path below /api that does not exist': {
      path: '/api/nothing',
      status: 404,
      type: 'not-found',
      says: /\/api\/nothing/,
    },
    'an unknown task': {
      path: unknownTask,
      status: 404,
      type: 'not-found',
      says: /00000000-0000-4000-8000-000000000000/,
    },
    'an id that is none': { path: '/api/tasks/1', status: 400, type: 'bad-request', says: /id must be a UUID/ },
    'a path that cannot be decoded': { path: '/api/tasks/%zz', status: 400, type: 'bad-request', says: /%zz/ },
    'an unknown query parameter': {
      path: '/api/tasks?page=2',
      status: 400,
      type: 'bad-request',
      says: /page is not a recognized field/,
    },
    'a parameter given twice': {
      path: '/api/tasks?limit=1&limit=2',
      status: 400,
      type: 'bad-request',
      says: /^limit must be given once$/,
    },
    'a number in hexadecimal': {
      path: '/api/tasks?limit=0x10',
      status: 400,
      type: 'bad-request',
      says: /^limit must be a whole number, such as 10$/,
    },
    'an empty number': {
      path: '/api/tasks?limit=',
      status: 400,
      type: 'bad-request',
      says: /^limit must be a whole number, such as 10$/,
    },
    'a bad cursor': { path: '/api/tasks?cursor=abc', status: 400, type: 'bad-request', says: /cursor/ },
    'a method that does not exist': {
      path: '/api/tasks',
      init: { method: 'PUT' },
      status: 405,
      type: 'method-not-allowed',
      says: /PUT does not exist for \/api\/tasks/,
    },
    'a body of another type': {
      path: '/api/tasks',
      init: { method: 'POST', body: 'x' },
      status: 415,
      type: 'unsupported-media-type',
      says: /must be application\/json, not text\/plain/,
    },
    'a body in another encoding': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{}', headers: { ...json, 'content-encoding': 'rot13' } },
      status: 415,
      type: 'unsupported-media-type',
      says: /rot13/,
    },
    'a body in another character set': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json; charset=klingon' } },
      status: 415,
      type: 'unsupported-media-type',
      says: /KLINGON/i,
    },
    'a body that says it is compressed, but is not': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{}', headers: { ...json, 'content-encoding': 'gzip' } },
      status: 400,
      type: 'bad-request',
      says: /^The body is not what its Content-Encoding says$/,
    },
    'a body in UTF-7': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json; charset=utf-7' } },
      status: 415,
      type: 'unsupported-media-type',
      says: /must be in UTF-8, not utf-7/,
    },
    'a body that is not valid UTF-8': {
      path: '/api/tasks',
      init: { method: 'POST', body: Buffer.from('7b227469746c65223a22ff227d', 'hex'), headers: json },
      status: 400,
      type: 'malformed-json',
      says: /not valid UTF-8/,
    },
    'half of a surrogate pair': {
      path: '/api/tasks',
      init: { method: 'POST', body: String.raw`{"title":"\ud800"}`, headers: json },
      status: 422,
      type: 'validation-failed',
      says: /title must be valid Unicode/,
    },
    'a change that a page of another site asks for': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{}', headers: { ...json, origin: 'https://evil.example' } },
      status: 403,
      type: 'forbidden',
      says: /page from https:\/\/evil\.example/,
    },
    'malformed JSON': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{"title":', headers: json },
      status: 400,
      type: 'malformed-json',
      says: /./,
    },
    'a body that is too large': {
      path: '/api/tasks',
      init: { method: 'POST', body: JSON.stringify({ title: 'x'.repeat(102_400) }), headers: json },
      status: 413,
      type: 'payload-too-large',
      says: /at most 100 kB/,
    },
    'no body': {
      path: '/api/tasks',
      init: { method: 'POST' },
      status: 422,
      type: 'validation-failed',
      says: /the body is required/,
    },
    'a field of another type': {
      path: '/api/tasks',
      init: { method: 'POST', body: '{"title":1}', headers: json },
      status: 422,
      type: 'validation-failed',
      says: /title must be a string/,
    },
  };

  for (const [what, { path, init, status, type, says }] of Object.entries(refusals)) {
    it(`refuses ${what} with a problem whose id the log has`, async () => {
      const response = await api.fetch(path, init);
      const problem = await problemOf(response);
      assert.equal(response.status, status);
      assert.equal(problem.type, `urn:problem:${type}`);
      assert.match(problem.detail ?? '', says);
      assert.equal(problem.instance, path.split('?')[0]);
      await eventually('the line', () => api.captured.lines.some(({ id }) => id === problem.id));
    });
  }
});
