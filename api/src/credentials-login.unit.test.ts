import assert from 'node:assert/strict';
import { parseCacheSecret, parseDatabaseSecret } from './credentials.ts';

describe('a secret', () => {
  it('of a database is as RDS keeps it', () => {
    const secret = '{"username":"app","password":"p","engine":"postgres","host":"h"}';
    assert.deepEqual(parseDatabaseSecret(secret), { user: 'app', password: 'p' });
  });

  for (const secret of ['', 'hunter2', '"hunter2"', '{"password":"hunter2"}', '{"username":"","password":"hunter2"}']) {
    it(`of a database is not ${secret || 'empty'}, and an error does not show it`, () => {
      assert.throws(
        () => parseDatabaseSecret(secret),
        (error) => /"username" and "password"/.test(String(error)) && !String(error).includes('hunter2'),
      );
    });
  }

  it('of a cache is the password, whatever it looks like, or JSON that holds it', () => {
    for (const password of ['p', '12345', 'true', '"quoted"', '{half']) {
      assert.deepEqual(parseCacheSecret(password), { password });
    }
    assert.deepEqual(parseCacheSecret('{"password":"p"}'), { user: undefined, password: 'p' });
    assert.deepEqual(parseCacheSecret('{"username":"u","password":"p"}'), { user: 'u', password: 'p' });
  });

  for (const secret of ['', '{}', '["hunter2"]', '{"password":""}']) {
    it(`of a cache is not ${secret || 'empty'}`, () => assert.throws(() => parseCacheSecret(secret), /The secret is/));
  }
});
