import { isServiceName, serviceNames, type ServiceName } from './services.ts';
import { StackError } from './stack-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The service that SERVICE names.
 * @throws StackError listing the names when it is none of them
 */
export function serviceOption({ SERVICE: name }: Environment): ServiceName | undefined {
  if (!name) return undefined;
  if (isServiceName(name)) return name;
  throw new StackError(`SERVICE=${name}: there is no such service`, {
    fix: [`It is one of: ${serviceNames.join(', ')}`],
  });
}

/**
 * An option that is 1 or 0.
 * @throws StackError for any other value
 */
export function flagOption(environment: Environment, name: string, fallback: boolean): boolean {
  const value = environment[name];
  if (!value) return fallback;
  if (value === '0' || value === '1') return value === '1';
  throw new StackError(`${name}=${value} is not understood`, { fix: [`${name} is 1 or 0.`] });
}
