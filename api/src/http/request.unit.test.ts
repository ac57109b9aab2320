import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { newRequestId, requestId } from './request.ts';

function withId(value?: string): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  if (value !== undefined) req.headers['x-request-id'] = value;
  return req;
}

describe('requestId', () => {
  it("is the caller's where that is harmless", () => {
    for (const id of ['abc', '0af76519-16cd-43dd', 'Root=1-67891233-abcdef012345678912345678', 'x'.repeat(128)]) {
      assert.equal(requestId(withId(id)), id);
    }
  });

  it('is a new one otherwise', () => {
    for (const id of [undefined, '', 'has blank', 'a\u0000b', '"quoted"', '{"json":1}', 'ä', 'x'.repeat(129)]) {
      assert.notEqual(requestId(withId(id)), id);
      assert.match(requestId(withId(id)), /^[\w-]{10,}$/);
    }
  });

  it('stays the same for one request, and differs between two', () => {
    const req = withId();
    assert.equal(requestId(req), requestId(req));
    assert.equal(new Set(Array.from({ length: 1_000 }, newRequestId)).size, 1_000);
  });
});
