import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';

/** A place in AWS that the stack is deployed to. */
export interface DeployEnvironment {
  readonly name: string;
  /** Its Terraform root module. */
  readonly directory: string;
  /** What this checkout remembers of its deployments. */
  readonly journalFile: string;
}

/**
 * The environment that ENV names.
 * @throws StackError listing those there are when it names none of them
 */
export function environmentOption(checkout: Checkout, name: string | undefined): DeployEnvironment {
  const parent = join(checkout.root, 'infra/environments');
  const names = existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
  if (name && names.includes(name)) {
    return {
      name,
      directory: join(parent, name),
      journalFile: join(checkout.directory, 'deployments', `${name}.json`),
    };
  }
  throw new StackError(name ? `ENV=${name}: there is no such environment` : 'ENV is missing: which environment?', {
    fix: [`It is one of: ${names.join(', ')}. For example: ENV=${names[0] ?? 'dev'}`],
  });
}
