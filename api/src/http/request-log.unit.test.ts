import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { routeOf } from './request.ts';

function request(url: string, pattern?: string, baseUrl = ''): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  return Object.assign(
    req,
    { url, originalUrl: url, baseUrl },
    pattern === undefined ? {} : { route: { path: pattern } },
  );
}

describe('routeOf', () => {
  it('is the whole pattern', () => {
    assert.equal(routeOf(request('/api/tasks/1?x=y', '/:id', '/api/tasks')), '/api/tasks/:id');
    assert.equal(routeOf(request('/api/tasks', '/', '/api/tasks')), '/api/tasks');
    assert.equal(routeOf(request('/docs/', '/docs/')), '/docs');
  });

  it('is it also after Express has forgotten where the router is mounted', () => {
    assert.equal(routeOf(request('/api/tasks/1', '/:id')), '/api/tasks/:id');
    assert.equal(routeOf(request('/api/tasks/?x=y', '/')), '/api/tasks');
    assert.equal(routeOf(request('/openapi.json', '/openapi.json')), '/openapi.json');
  });

  it('is the path where nothing matched', () => {
    assert.equal(routeOf(request('/nothing?secret=1')), '/nothing');
  });
});
