import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StackError } from '../stack-error.ts';
import { SecretParameters } from './aws/secret-parameters.ts';
import type { DeployContext } from './context.ts';
import { environmentPrefix, withoutComments, type DeployEnvironment } from './environment.ts';

/** A secret environment variable that tasks of a service get. */
export interface NamedSecret {
  readonly service: string;
  readonly name: string;
}

export function hasSecret(list: readonly NamedSecret[], { service, name }: NamedSecret): boolean {
  return list.some((each) => each.service === service && each.name === name);
}

/** What `secrets` names in the environment's settings: `{ api = ["STRIPE_KEY"] }`. */
export function namedSecrets({ directory }: Pick<DeployEnvironment, 'directory'>): readonly NamedSecret[] {
  const files = globSync(['terraform.tfvars', '*.auto.tfvars'], { cwd: directory }).toSorted();
  return files.flatMap((file) => {
    const text = withoutComments(readFileSync(join(directory, file), 'utf8'));
    const [, map = ''] = /^\s*secrets\s*=\s*\{([^}]*)\}/m.exec(text) ?? [];
    return [...map.matchAll(/"?([a-z]+)"?\s*[=:]\s*\[([^\]]*)\]/g)].flatMap(([, service = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ service, name })),
    );
  });
}

const outputSchema = z.object({ secret_parameters: z.array(z.string()) });

/**
 * Before a task is given secrets: that each has a value, for without it none would start.
 * @param outputs of the environment, as they will be
 * @throws StackError that names those that have none
 */
export async function assertSecretsKept(
  { checkout, environment, region, signal }: Pick<DeployContext, 'checkout' | 'environment' | 'region' | 'signal'>,
  outputs: Readonly<Record<string, unknown>>,
): Promise<void> {
  const wanted = outputSchema.safeParse(outputs).data?.secret_parameters ?? [];
  if (wanted.length === 0) return;
  const parameters = new SecretParameters(environmentPrefix(checkout, environment), region, signal);
  const kept = new Set((await parameters.list()).map(({ service, name }) => parameters.nameOf(service, name)));
  const missing = wanted.filter((parameter) => !kept.has(parameter));
  if (missing.length === 0) return;
  throw new StackError(`Secrets without a value, with which no task would start: ${missing.join(', ')}`, {
    fix: missing.map((parameter) => {
      const [service, name] = parameter.split('/').slice(-2);
      return `make secret NAME=${name} ENV=${environment.name} SERVICE=${service}`;
    }),
  });
}
