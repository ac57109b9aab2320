import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import type { Check, Verdict } from '../doctor/check.ts';
import { messageOf } from '../errors.ts';
import { runTool } from '../process/run.ts';
import { StackError } from '../stack-error.ts';
import { findPostgres } from './postgres/binaries.ts';
import { postgresFix } from './postgres/server.ts';
import { installAdvice, installedRedis } from './redis/find-redis.ts';
import { serviceUser } from './system-user.ts';

const group = 'Native stack';

function check(name: string, verdict: Verdict, found: string, fix?: string): Check {
  return { group, name, verdict, found, ...(fix && verdict !== 'ok' ? { fix } : {}) };
}

async function postgres(): Promise<Check> {
  const name = 'PostgreSQL';
  try {
    const { directory } = findPostgres();
    const { ok, output } = await runTool(join(directory, 'bin/postgres'), ['--version'], { deadlineMs: 10_000 });
    if (ok) return check(name, 'ok', output.trim());
    return check(name, 'fail', output.trim(), postgresFix(output)[0] ?? 'rm -rf node_modules && make install');
  } catch (error) {
    return check(name, 'fail', messageOf(error), error instanceof StackError ? error.fix[0] : undefined);
  }
}

function postgresUser({ root }: Checkout): Check[] {
  const user = serviceUser(root);
  return user ? [check('user', 'ok', `you are root; PostgreSQL runs as ${user.name}`)] : [];
}

function data({ postgres: home }: Checkout): Check {
  const name = 'data';
  const file = join(home, 'data/PG_VERSION');
  try {
    if (!existsSync(file)) return check(name, 'ok', 'none yet, or of another user; make dev makes it');
    const found = readFileSync(file, 'utf8').trim();
    const { major } = findPostgres();
    const fix = 'Move .stack/postgres away to keep it, or start with no data: make clean';
    return check(name, found === major ? 'ok' : 'fail', `made by PostgreSQL ${found}`, fix);
  } catch (error) {
    return check(name, 'fail', messageOf(error));
  }
}

async function redis({ tools }: Checkout): Promise<Check> {
  const server = await installedRedis(tools);
  if (server) return check('Redis', 'ok', `${server.name} at ${server.file}`);
  const { ok: hasApt } = await runTool('apt-get', ['--version'], { deadlineMs: 5_000 });
  return hasApt
    ? check('Redis', 'ok', 'none on the PATH; make dev fetches one, once for this machine')
    : check('Redis', 'warn', 'none: the stack would start degraded', installAdvice());
}

/** What running the stack as processes needs. */
export async function nativeChecks(checkout: Checkout): Promise<Check[]> {
  const [database, cache] = await Promise.all([postgres(), redis(checkout)]);
  return [database, ...postgresUser(checkout), data(checkout), cache];
}
