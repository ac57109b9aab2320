import { isVerb, optionNames, optionsTakenBy } from '../verbs.ts';

/** What a test says to a verb, by where it belongs: on the command line, in `.env`, or in the environment. */
export interface Sorted {
  /** `NAME=value`, of options that the verb takes. */
  readonly options: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly environment: NodeJS.ProcessEnv;
}

const isSetting = (name: string) =>
  /^(POSTGRES_(USER|PASSWORD|DB)|(FRONTEND|API|DATABASE|CACHE)_PORT|STRICT_PORTS|LOG_LEVEL)$/.test(name);

/** Sorts variables by name; an option that is empty, or that the verb does not take, is left out. */
export function sortVariables(verb: string, variables: NodeJS.ProcessEnv): Sorted {
  const taken = isVerb(verb) ? optionsTakenBy(verb) : [];
  const options: string[] = [];
  const settings: Record<string, string> = {};
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value = ''] of Object.entries(variables)) {
    if (isSetting(name)) settings[name] = value;
    else if (taken.includes(name)) options.push(...(value === '' ? [] : [`${name}=${value}`]));
    else if (!optionNames.includes(name)) environment[name] = value;
  }
  return { options, settings, environment };
}

/** Arguments for `make`, which would expand what looks like its own syntax. */
export function makeArguments(verb: string, options: readonly string[]): string[] {
  return [verb, ...options.map((each) => each.replaceAll('$', '$$$$'))];
}
