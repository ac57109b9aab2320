import { randomBytes } from 'node:crypto';
import { CacheToken, Secret } from '../aws/passwords.ts';
import type { DeployContext } from '../context.ts';
import type { PasswordOutputs } from '../outputs.ts';
import type { StepReporter } from '../report.ts';
import { StackError } from '../../stack-error.ts';

/** Labels of secrets: which version the store takes, and which alone all tasks use. They outlive a run that is interrupted. */
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

const numberOf = (versionId: string) => Number(/\d+$/.exec(versionId)?.[0]);

/**
 * That a password may be changed to this version while tasks have another: the cache takes two tokens and no third, and the database
 * has two users that take turns.
 * @throws StackError
 */
function assertChangeable(name: string, versions: ReadonlyMap<string, readonly string[]>, wanted: string): void {
  const holderOf = (label: string) => [...versions].find(([, labels]) => labels.includes(label))?.[0];
  const [begun, used] = [holderOf(isTaken), holderOf(isOnlyOne)];
  if (wanted === begun || wanted === used || used === undefined) return;
  if (begun !== undefined && begun !== used) {
    const number = numberOf(begun);
    throw new StackError(
      `The change of the ${name} password to number ${number} has not ended: tasks with the one before may still run`,
      {
        fix: [
          `Set password_versions = { ${name} = ${number} } in terraform.tfvars, and run the same command again.`,
          'Then raise the number by one.',
        ],
      },
    );
  }
  if (numberOf(wanted) < numberOf(used)) {
    throw new StackError(`password_versions.${name} goes back from ${numberOf(used)} to ${numberOf(wanted)}`, {
      fix: [
        `Raise it by one instead: ${name} = ${numberOf(used) + 1}. A password that was replaced is not used again.`,
      ],
    });
  }
  if (name !== 'database' || (numberOf(wanted) - numberOf(used)) % 2 !== 0) return;
  throw new StackError(
    `password_versions.database goes from ${numberOf(used)} to ${numberOf(wanted)}, which is the same user of the database`,
    { fix: [`Raise it by one: database = ${numberOf(used) + 1}. Two users take turns, so that no task is refused.`] },
  );
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
  const secrets = Object.entries(passwords).map(([name, { secret_arn, version_id, username }]) => {
    return { name, username, version: version_id, secret: new Secret(secret_arn, region, signal) };
  });
  // All of them before the first is changed.
  for (const { name, version, secret } of secrets) assertChangeable(name, await secret.versions(), version);
  const made: string[] = [];
  for (const { name, username, version, secret } of secrets) {
    let labels = (await secret.versions()).get(version);
    if (!labels) {
      const password = newPassword();
      await secret.put(version, username === null ? password : JSON.stringify({ username, password }));
      made.push(name);
      labels = [];
    }
    if (name === 'cache' && !labels.includes(isTaken)) {
      reporter.note('the cache takes another token');
      await new CacheToken(group, region, signal).modify(await secret.read(version), 'ROTATE');
      await secret.label(isTaken, version);
    }
  }
  if (made.length > 0) reporter.done(made.join(', '));
  else reporter.skipped('they are as they were');
}

type Place = Pick<DeployContext, 'region' | 'signal'>;

/** The secret of the database's login, and its version; undefined where there is none. */
function loginOf({ region, signal }: Place, { passwords: { database } }: PasswordOutputs) {
  return database && { secret: new Secret(database.secret_arn, region, signal), version: database.version_id };
}

/** Whether a migration has given the database's user the password that tasks are to use. @throws StackError */
export async function isLoginGiven(place: Place, outputs: PasswordOutputs): Promise<boolean> {
  const login = loginOf(place, outputs);
  return !login || ((await login.secret.versions()).get(login.version)?.includes(isTaken) ?? false);
}

/** After a migration that read it: the database's user has that password. @throws StackError */
export async function noteLogin(place: Place, outputs: PasswordOutputs): Promise<void> {
  const login = loginOf(place, outputs);
  await login?.secret.label(isTaken, login.version);
}

/**
 * Before tasks of an earlier release are started: that the stores take the passwords that these are given.
 * @param planned the passwords of those tasks
 * @param applied those of the tasks that run
 * @throws StackError where a number in `password_versions` was raised, and no deployment has carried that out
 */
export async function assertPasswordsTaken(
  { environment, region, signal }: Pick<DeployContext, 'environment' | 'region' | 'signal'>,
  planned: PasswordOutputs,
  applied: PasswordOutputs | undefined,
): Promise<void> {
  for (const [name, { secret_arn, version_id }] of Object.entries(planned.passwords)) {
    if (applied?.passwords[name]?.version_id === version_id) continue;
    const labels = (await new Secret(secret_arn, region, signal).versions()).get(version_id);
    const isReady = name === 'health' ? labels !== undefined : labels?.includes(isTaken);
    if (isReady) continue;
    throw new StackError(`password_versions has another number for ${name}, and no deployment has carried that out`, {
      fix: [
        `Set it back in infra/environments/${environment.name}/terraform.tfvars, and run the same command again.`,
        `Or change the password first: make deploy ENV=${environment.name}`,
      ],
    });
  }
}

/**
 * When no task uses the passwords before any more: the cache refuses its token, and a next change may begin.
 * @throws StackError
 */
export async function dropOldPasswords(
  { region, signal }: Pick<DeployContext, 'region' | 'signal'>,
  reporter: StepReporter,
  { passwords, replication_group_id: group }: PasswordOutputs,
): Promise<void> {
  const ended: string[] = [];
  for (const name of ['database', 'cache']) {
    const password = passwords[name];
    if (!password) continue;
    const secret = new Secret(password.secret_arn, region, signal);
    if ((await secret.versions()).get(password.version_id)?.includes(isOnlyOne)) continue;
    if (name === 'cache') {
      await new CacheToken(group, region, signal).modify(await secret.read(password.version_id), 'SET');
    }
    await secret.label(isOnlyOne, password.version_id);
    ended.push(name);
  }
  if (ended.length > 0) reporter.done(ended.join(', '));
  else reporter.skipped('there are none');
}
