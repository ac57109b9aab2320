import { listTexts } from '../../texts/list-texts.ts';
import { isVerb, optionsTakenBy } from '../../verbs.ts';
import { commandsIn } from './printed-advice.ts';

/** An advice in a source. */
export interface SourceAdvice {
  readonly says: string;
  readonly command: string;
  readonly where: string;
}

/** Verbs that are about an environment in AWS alone. */
const isDeployment = (verb: string): boolean =>
  isVerb(verb) && optionsTakenBy(verb).includes('ENV') && !['logs', 'health', 'doctor'].includes(verb);

/** Help, tests, and what is said of AWS. */
const foreign = /^Makefile$|^packages\/stack\/src\/(test|deploy)\//;

/** Every command that the terminal's texts name, but for those about AWS, which are followed against a mock of it. */
export function adviceInSources(root: string): SourceAdvice[] {
  const texts = listTexts(root).filter(({ surface, file }) => surface === 'terminal' && !foreign.test(file));
  return texts.flatMap(({ file, line, text }) => {
    const says = text.trim().replaceAll(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '…');
    return commandsIn(says).flatMap((command) => {
      const verb = command.split(' ')[1] ?? '';
      return isDeployment(verb) || command.includes('ENV=') ? [] : [{ says, command, where: `${file}:${line}` }];
    });
  });
}
