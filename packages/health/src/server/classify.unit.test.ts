import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import type { ServiceError } from '../contract/report.ts';
import { classifyError, PoolExhaustedError } from './classify.ts';

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

const cases: readonly (readonly [string, unknown, ServiceError])[] = [
  ['a refused connection', coded('ECONNREFUSED'), 'refused'],
  ['a reset connection', coded('ECONNRESET'), 'refused'],
  ['a missing Unix socket', coded('ENOENT'), 'refused'],
  ['PostgreSQL starting up', coded('57P03', 'the database system is starting up'), 'refused'],
  ['PostgreSQL shutting down', coded('57P01'), 'refused'],
  ['Redis loading its snapshot', new Error('LOADING Redis is loading the dataset in memory'), 'refused'],
  ['a connection pg lost', new Error('Connection terminated unexpectedly'), 'refused'],
  ['a connection ioredis closed', new Error('Connection is closed.'), 'refused'],
  ['a connect time-out', coded('ETIMEDOUT', 'connect ETIMEDOUT'), 'timeout'],
  ['an unreachable host', coded('EHOSTUNREACH'), 'timeout'],
  ['a statement time-out', coded('57014', 'canceling statement due to statement timeout'), 'timeout'],
  ['a lock time-out', coded('55P03'), 'busy'],
  ["pg's connection time-out", new Error('timeout expired'), 'timeout'],
  ["pg's query time-out", new Error('Query read timeout'), 'timeout'],
  ["ioredis' command time-out", new Error('Command timed out'), 'timeout'],
  ["ioredis' silent socket", new Error("Socket timeout. Expecting data, but didn't receive any in 5000ms."), 'timeout'],
  ["the pool's connection time-out", new Error('Connection terminated due to connection timeout'), 'timeout'],
  ['an unknown host', coded('ENOTFOUND', 'getaddrinfo ENOTFOUND db'), 'unresolved'],
  ['a name server that does not answer', coded('EAI_AGAIN'), 'unresolved'],
  ['a wrong password of PostgreSQL', coded('28P01'), 'auth'],
  ['a refused role of PostgreSQL', coded('28000'), 'auth'],
  ['a missing password', new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'auth'],
  ['a wrong password of Redis', new Error('WRONGPASS invalid username-password pair'), 'auth'],
  ['a missing password of Redis', new Error('NOAUTH Authentication required.'), 'auth'],
  ['a server without connections left', coded('53300', 'too many clients'), 'exhausted'],
  ['a pool without connections left', new Error('timeout exceeded when trying to connect'), 'exhausted'],
  ['a pool that is stuck', new PoolExhaustedError('x'), 'exhausted'],
  ['Redis without connections left', new Error('ERR max number of clients reached'), 'exhausted'],
  ['an error that says nothing', new Error('x'), 'unknown'],
  ['an expired certificate', coded('CERT_HAS_EXPIRED'), 'unknown'],
  ['a missing table', coded('42P01'), 'schema'],
  ['a missing column', coded('42703'), 'schema'],
  ['a database that is gone', coded('3D000'), 'schema'],
  ['a broken connection by its class', coded('08006'), 'refused'],
  ['another failed login by its class', coded('28ABC'), 'auth'],
  ['a database that takes no connections', coded('55000'), 'refused'],
  ['a database that is dropped', coded('57P04'), 'refused'],
  ['a transaction that may only read', coded('25006'), 'read-only'],
  ['a full disk', coded('53100'), 'full'],
  ['a lack of memory', coded('53200'), 'full'],
  ['a deadlock', coded('40P01'), 'busy'],
  ['a serialization failure', coded('40001'), 'busy'],
  ['a full Redis', new Error("OOM command not allowed when used memory > 'maxmemory'."), 'full'],
  ['a replica of Redis', new Error("READONLY You can't write against a read only replica."), 'read-only'],
  ['a Redis that cannot save', new Error('MISCONF Redis is configured to save RDB snapshots'), 'read-only'],
  ['a syntax error in SQL', coded('42601'), 'unknown'],
  ['a unique violation', coded('23505'), 'unknown'],
  ['no error at all', undefined, 'unknown'],
  ['a thrown string', 'ECONNREFUSED', 'unknown'],
  ['the cause, where the error says nothing', new Error('x', { cause: coded('ENOTFOUND') }), 'unresolved'],
  ['every address refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'refused'],
  ['the first address that tells', new AggregateError([new Error('x'), coded('ETIMEDOUT')]), 'timeout'],
];

describe('classifyError', () => {
  for (const [what, error, expected] of cases) {
    it(`takes ${what} for ${expected}`, () => assert.equal(classifyError(error), expected));
  }

  it('is not misled by a message that quotes another', () => {
    assert.equal(classifyError(new Error('the key "Command timed out" was used before')), 'unknown');
  });

  it('knows a real time-out of a signal', async () => {
    const signal = AbortSignal.timeout(1);
    await once(signal, 'abort');
    assert.equal(classifyError(signal.reason), 'timeout');
  });

  it('knows a real abort', () => assert.equal(classifyError(AbortSignal.abort().reason), 'timeout'));

  it('knows a host name that really does not resolve', async () => {
    const error: unknown = await lookup('no-such-host.invalid').catch((each: unknown) => each);
    assert.equal(classifyError(error), 'unresolved');
  });

  it('knows a port of localhost, which has two addresses, on which really nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    server.close();
    await once(server, 'close');
    const socket = connect({ port: address.port, host: 'localhost' });
    const [error] = await once(socket, 'error').catch((each: unknown) => [each]);
    assert.equal(classifyError(error), 'refused');
  });
});
