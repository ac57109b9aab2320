import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { createDetailGuard } from './health-server.ts';

const token = 'a-token-of-some-length';

function withAuthorization(value?: string): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  if (value !== undefined) req.headers.authorization = value;
  return req;
}

describe('createDetailGuard', () => {
  it('lets everybody in where there is no token', () => {
    assert.equal(createDetailGuard(undefined)(withAuthorization()), true);
  });

  it('lets in who bears the token, however the scheme is written', () => {
    const maySeeDetails = createDetailGuard(token);
    for (const value of [`Bearer ${token}`, `bearer  ${token}`, `BEARER ${token} `]) {
      assert.equal(maySeeDetails(withAuthorization(value)), true, value);
    }
  });

  it('lets nobody else in', () => {
    const maySeeDetails = createDetailGuard(token);
    const others = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      token,
      `Basic ${token}`,
    ];
    for (const value of others) assert.equal(maySeeDetails(withAuthorization(value)), false, value);
  });
});
