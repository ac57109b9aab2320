import { DatabaseError } from 'pg';
import { codeOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import type { Address } from './target-url.ts';

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT']);

const unchanged = 'The data are as they were before; what is left over is removed by the next command.';

/** By SQLSTATE: what it means, and what to do. */
const known: Readonly<Record<string, readonly [string, ...string[]]>> = {
  '28P01': ['The database does not take the password of .env', 'make restart sets that of .env, where the stack can.'],
  '28000': [
    'The database does not let this user in',
    'POSTGRES_USER in .env is the one that the database was made with.',
  ],
  '53100': ['The disk of the database is full', unchanged, 'Make room: make snapshots lists what can be deleted.'],
  '53200': ['The database is out of memory', unchanged],
  '53300': ['The database has no connection left', 'Close programs that use it.'],
  '57P01': ['The database was stopped meanwhile', unchanged, 'make status says whether it runs.'],
  '57P03': ['The database is starting or stopping', 'Try again in a moment.'],
  '42P01': ['A table is missing', 'Apply the migrations: make migrate'],
};

/** Says what an error of the driver or the server means for a person; any other is returned as it is. */
export function explainDatabaseError(error: unknown, { host, port }: Address): unknown {
  if (error instanceof StackError) return error;
  const code = codeOf(error) ?? '';
  if (error instanceof DatabaseError) {
    const [meaning, ...fix] = known[code] ?? ['The database refused'];
    const detail = error.detail ? `\n  ${error.detail}` : '';
    return new StackError(`${meaning}: ${error.message} (SQLSTATE ${code})${detail}`, { fix, cause: error });
  }
  if (
    unreachable.has(code) ||
    (error instanceof Error && /^(Connection terminated|timeout expired)/.test(error.message))
  ) {
    return new StackError(`The database does not answer at ${host}:${port}`, {
      fix: ['Start the stack, or see what is wrong with it: make dev, make status'],
      cause: error,
    });
  }
  return error;
}
