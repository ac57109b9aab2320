import { nearest } from './nearest.ts';
import { isServiceName, serviceNames, type ServiceName } from './services.ts';
import { StackError } from './stack-error.ts';
import { isVerb, optionNames, optionsTakenBy, verbNames, verbsTaking, type Verb } from './verbs.ts';

/** Options by name, beside what was taken from the shell on purpose. */
type Environment = Readonly<Record<string, string | undefined>>;

/** What was asked for: a verb, and the options that stood beside it. */
export interface Request {
  readonly verb: Verb;
  readonly options: Readonly<Record<string, string>>;
}

function refuseVerb(name: string): never {
  const meant = nearest(name, verbNames);
  throw new StackError(name ? `Unknown command: ${name}` : 'No command given', {
    code: 'invalid-option',
    fix: [...(meant ? [`Did you mean: make ${meant}`] : []), '`make` lists all commands.'],
  });
}

function refuseOption(verb: Verb, name: string): never {
  const taken = optionsTakenBy(verb);
  const others = verbsTaking(name);
  const takes = `make ${verb} takes ${taken.join(', ')}`;
  if (others.length > 0) {
    throw new StackError(`make ${verb} does not take ${name}`, {
      code: 'invalid-option',
      fix: [takes, `${name} is an option of: ${others.map((each) => `make ${each}`).join(', ')}`],
    });
  }
  const meant = nearest(name, taken) ?? nearest(name, optionNames);
  throw new StackError(`Unknown option: ${name}`, {
    code: 'invalid-option',
    fix: [...(meant ? [`Did you mean: ${meant}=…`] : []), takes],
  });
}

/**
 * Reads `VERB NAME=value…`. An argument without `=` names an option whose value is in the environment, where make has
 * put it.
 * @throws StackError for a verb or an option that there is not, or that the verb does not take; it names the nearest
 */
export function readRequest([verb = '', ...args]: readonly string[], environment: Environment): Request {
  if (!isVerb(verb)) refuseVerb(verb);
  const options: Record<string, string> = {};
  for (const arg of args) {
    const end = arg.indexOf('=');
    const name = end === -1 ? arg : arg.slice(0, end);
    if (!optionsTakenBy(verb).includes(name)) refuseOption(verb, name);
    options[name] = end === -1 ? (environment[name] ?? '') : arg.slice(end + 1);
  }
  for (const name of ['JSON', 'YES'] as const) flagOption(options, name, false);
  stackOption(options);
  return { verb, options };
}

/**
 * The way of running the stack that STACK names.
 * @throws StackError when it is none
 */
export function stackOption({ STACK: name }: Environment): 'native' | 'compose' | undefined {
  if (!name) return undefined;
  if (name === 'native' || name === 'compose') return name;
  throw invalid('STACK', name, 'STACK is compose or native.');
}

function invalid(name: string, value: string, fix: string): StackError {
  return new StackError(`Invalid value for ${name}: ${JSON.stringify(value)}`, { code: 'invalid-option', fix: [fix] });
}

/**
 * The service that SERVICE names.
 * @throws StackError listing the names when it is none of them
 */
export function serviceOption({ SERVICE: name }: Environment): ServiceName | undefined {
  if (!name) return undefined;
  if (isServiceName(name)) return name;
  const meant = nearest(name, serviceNames);
  throw invalid('SERVICE', name, `${meant ? `Did you mean ${meant}? ` : ''}It is one of: ${serviceNames.join(', ')}`);
}

/**
 * An option that is 1 or 0.
 * @throws StackError for any other value
 */
export function flagOption(environment: Environment, name: string, fallback: boolean): boolean {
  const value = environment[name];
  if (!value) return fallback;
  if (value === '0' || value === '1') return value === '1';
  throw invalid(name, value, `${name} is 1 or 0.`);
}

/**
 * An option that has to be given.
 * @param example of a value, for the message
 * @throws StackError when it is missing
 */
export function requiredOption(environment: Environment, name: string, example: string): string {
  const value = environment[name];
  if (value) return value;
  throw new StackError(`${name} is missing`, { code: 'invalid-option', fix: [`Such as ${name}=${example}`] });
}

/**
 * An option that is a whole number.
 * @throws StackError for any other value, and one that is out of the range
 */
export function integerOption(
  environment: Environment,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const text = environment[name];
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw invalid(name, text, `${name} is a whole number, ${min} to ${max}.`);
}
