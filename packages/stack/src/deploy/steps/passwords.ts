import { randomBytes } from 'node:crypto';
import { CacheToken, Secret } from '../aws/passwords.ts';
import type { DeployContext } from '../context.ts';
import type { PasswordOutputs } from '../outputs.ts';
import type { StepReporter } from '../report.ts';

/** Labels of the cache's secret: which version the cache takes, and which alone. They outlive a run that is interrupted. */
const isTaken = 'TAKEN';
const isOnlyOne = 'ONLY';

const length = 64;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits only: every store takes them, and no URL has to escape them. */
export function newPassword(): string {
  let password = '';
  while (password.length < length) {
    // Bytes beyond the last whole run of letters would make the first ones likelier.
    for (const byte of randomBytes(length)) if (byte < 248) password += letters[byte % letters.length];
  }
  return password.slice(0, length);
}

/**
 * Before the migration and the first new task: gives each password that has none its value. What runs keeps the value before,
 * which stays good: the database's is of another user, and the cache takes both tokens.
 * Whatever an earlier run has done is not done again.
 * @throws StackError
 */
export async function makePasswords(
  { region, signal }: Pick<DeployContext, 'region' | 'signal'>,
  reporter: StepReporter,
  { passwords, replication_group_id: group }: PasswordOutputs,
): Promise<void> {
  const made: string[] = [];
  for (const [name, { secret_arn, version_id, username }] of Object.entries(passwords)) {
    const secret = new Secret(secret_arn, region, signal);
    let labels = (await secret.versions()).get(version_id);
    if (!labels) {
      const password = newPassword();
      await secret.put(version_id, username === null ? password : JSON.stringify({ username, password }));
      made.push(name);
      labels = [];
    }
    if (name === 'cache' && !labels.includes(isTaken)) {
      reporter.note('the cache takes another token');
      await new CacheToken(group, region, signal).modify(await secret.read(version_id), 'ROTATE');
      await secret.label(isTaken, version_id);
    }
  }
  if (made.length > 0) reporter.done(made.join(', '));
  else reporter.skipped('they are as they were');
}

/**
 * When no task uses the token before any more: the cache refuses it.
 * @throws StackError
 */
export async function dropOldPasswords(
  { region, signal }: Pick<DeployContext, 'region' | 'signal'>,
  reporter: StepReporter,
  { passwords, replication_group_id: group }: PasswordOutputs,
): Promise<void> {
  const { cache } = passwords;
  const secret = cache && new Secret(cache.secret_arn, region, signal);
  if (!secret || (await secret.versions()).get(cache.version_id)?.includes(isOnlyOne)) {
    return reporter.skipped('there are none');
  }
  await new CacheToken(group, region, signal).modify(await secret.read(cache.version_id), 'SET');
  await secret.label(isOnlyOne, cache.version_id);
}
