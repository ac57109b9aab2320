import assert from 'node:assert/strict';
import { type FakeSecretsManager, startSecretsManager } from './test-support/secrets-manager.ts';
import { secretsManagerReader } from './credentials.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-AbCdEf';

const read = (ms = 5_000) => secretsManagerReader(arn)(AbortSignal.timeout(ms));

describe('AWS Secrets Manager', () => {
  let manager: FakeSecretsManager;
  const environment = process.env;

  before(async () => {
    manager = await startSecretsManager();
    process.env = { ...environment, ...manager.env };
  });

  after(async () => {
    process.env = environment;
    await manager.close();
  });

  it('is asked for the secret as it is now', async () => {
    manager.secrets.set(arn, 'one');
    assert.equal(await read(), 'one');
    manager.secrets.set(arn, 'two');
    assert.equal(await read(), 'two');
  });

  it('says what is missing', async () => {
    manager.secrets.clear();
    await assert.rejects(read(), /can't find the specified secret/);
  });

  it('is not waited for longer than it may take', async () => {
    manager.silent = true;
    await assert.rejects(read(50), { name: /AbortError|TimeoutError/ });
  });
});
