import assert from 'node:assert/strict';
import { scramVerifier } from './application-role.ts';

describe('scramVerifier', () => {
  it('makes what PostgreSQL 16 made of the same password and salt', async () => {
    const salt = Buffer.from('lHQbSUyh4HjdFWZ8eYypBw==', 'base64');
    const expected =
      'SCRAM-SHA-256$4096:lHQbSUyh4HjdFWZ8eYypBw==$UXSg0DoQ6GGpue7ssohrMbm8C1qxLVXVD2ss/ozXvic=:D5jYyfKFPxp+GVWWzumZhd/K2ieaV0cHT+xTnx0JrP8=';
    assert.equal(await scramVerifier('correct horse', salt), expected);
  });

  it('takes another salt each time', async () => {
    assert.notEqual(await scramVerifier('same'), await scramVerifier('same'));
  });
});
