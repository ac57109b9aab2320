import assert from 'node:assert/strict';
import { captureLog } from './test-support/log.ts';
import { eventually } from './test-support/eventually.ts';
import { Credentials } from './credentials.ts';
import { parseDatabaseSecret } from './credentials.ts';
import type { ReadSecret } from './credentials.ts';

const secretOf = (password: string): string => JSON.stringify({ username: 'app', password });

describe('Credentials', () => {
  let readings: number;
  let answer: ReadSecret;

  beforeEach(() => {
    readings = 0;
    answer = async () => secretOf('new');
  });

  const read: ReadSecret = (signal) => {
    readings += 1;
    return answer(signal);
  };

  function create({ deadline = 1_000, firstPause = 60_000, maxPause = 60_000 } = {}) {
    const captured = captureLog();
    const what = { service: 'database', read, parse: parseDatabaseSecret, log: captured.log };
    return { credentials: new Credentials({ ...what, limits: { deadline, firstPause, maxPause } }), ...captured };
  }

  it('are none of its own before the first refusal', () => {
    assert.equal(create().credentials.current, undefined);
    assert.equal(readings, 0);
  });

  it('are read once for all who were refused at the same time, and not for those who come late', async () => {
    const { credentials, messages } = create();
    const heard: unknown[] = [];
    credentials.onRenewed((login) => heard.push(login));
    const all = await Promise.all(Array.from({ length: 20 }, () => credentials.renew(undefined)));
    assert(all.every(Boolean));
    assert.equal(await credentials.renew(undefined), true);
    assert.equal(readings, 1);
    assert.deepEqual(credentials.current, { user: 'app', password: 'new' });
    assert.deepEqual(heard, [credentials.current]);
    assert.deepEqual(messages, ['The credentials of the database were renewed']);
  });

  it('are renewed again when the next ones are refused, too', async () => {
    const { credentials } = create();
    await credentials.renew(undefined);
    answer = async () => secretOf('newer');
    assert.equal(await credentials.renew(credentials.current), true);
    assert.equal(credentials.current?.password, 'newer');
  });

  it('are left alone for a while when the secret holds the same', async () => {
    const { credentials, messages } = create();
    await credentials.renew(undefined);
    for (let times = 0; times < 3; times += 1) assert.equal(await credentials.renew(credentials.current), false);
    assert.equal(readings, 2);
    assert.match(String(messages.at(-1)), /refuses its credentials, and the secret still holds the same/);
  });

  it('are read again after the pause', async () => {
    const { credentials } = create({ firstPause: 1, maxPause: 5 });
    await credentials.renew(undefined);
    const { current } = credentials;
    await credentials.renew(current);
    answer = async () => secretOf('newer');
    await eventually('it is read', () => credentials.renew(current));
  });

  const failures: Readonly<Record<string, ReadSecret>> = {
    'is not there': () => Promise.reject(new Error("can't find the specified secret")),
    'is not to be read in time': () => new Promise(() => {}),
    'makes no sense': async () => 'hunter2',
  };

  for (const [what, failing] of Object.entries(failures)) {
    it(`stay as they are when the secret ${what}, and the log says why`, async () => {
      const { credentials, lines } = create({ deadline: 20 });
      answer = failing;
      assert.equal(await credentials.renew(undefined), false);
      assert.equal(credentials.current, undefined);
      assert.equal(lines[0]?.['msg'], 'The secret of the database cannot be read');
      assert(lines[0]['error']);
      assert(!JSON.stringify(lines).includes('hunter2'));
    });
  }
});
