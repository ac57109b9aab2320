import assert from 'node:assert/strict';
import { captureLog } from '../test-support/log.ts';
import { createConnectionLog } from './connection-log.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' });

describe('createConnectionLog', () => {
  it('says once that a service is lost, and once that it is back', () => {
    const { log, messages } = captureLog();
    const connection = createConnectionLog(log, 'database');
    connection.restored();
    for (let attempt = 0; attempt < 3; attempt += 1) connection.lost(refused);
    connection.restored();
    connection.restored();
    connection.lost(refused);
    assert.deepEqual(messages, ['Lost database; reconnecting', 'database is back', 'Lost database; reconnecting']);
  });

  it('logs why, without what a driver hangs on its errors', () => {
    const { log, lines } = captureLog();
    const error = Object.assign(new AggregateError([refused, new Error('other')]), { client: { password: 'secret' } });
    createConnectionLog(log, 'database').lost(error);
    assert.equal(lines[0]?.['reason'], 'refused');
    assert.equal(lines[0]?.['error'], 'connect ECONNREFUSED ::1:5432; other');
    assert(!JSON.stringify(lines).includes('secret'));
  });
});
