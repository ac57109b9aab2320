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

/**
 * An option that has to be given.
 * @param example of a value, for the message
 * @throws StackError when it is missing
 */
export function requiredOption(environment: Environment, name: string, example: string): string {
  const value = environment[name];
  if (value) return value;
  throw new StackError(`${name} is missing`, { fix: [`Such as ${name}=${example}`] });
}

/**
 * An option that is a whole number.
 * @throws StackError for any other value, and one that is out of the range
 */
export function wholeOption(
  environment: Environment,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const text = environment[name];
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new StackError(`${name}=${text} is not understood`, { fix: [`${name} is a whole number, ${min} to ${max}.`] });
}
