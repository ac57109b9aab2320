import assert from 'node:assert/strict';
import type { ToolResult } from '../../process/run.ts';
import { isVerb } from '../../verbs.ts';
import type { Place } from './place.ts';

/** What must be true after an advice was followed. @param result of its command */
export type Effect = (place: Place, result: ToolResult) => Promise<void>;

/** An advice, and what comes of following it. */
export interface Advice {
  /** The text as the source has it, with `…` for what is put in. */
  readonly says: string;
  /** Which of its commands is followed; by default its only one. */
  readonly command?: string;
  /** What a person puts for `…`. */
  readonly name?: string;
  /** What a person answers to the question of the command, as the option that says it. */
  readonly answer?: string;
  /** What the text tells to do by hand before. */
  readonly first?: (place: Place) => Promise<void>;
  /** Of a command that goes on until it is ended: what it shows, in the syntax of grep. */
  readonly until?: string;
  readonly effect?: Effect;
}

/** How an advice comes to be printed. */
export interface Situation {
  readonly name: string;
  readonly places: readonly Place['name'][];
  readonly bring?: (place: Place) => Promise<unknown>;
  /** Commands of which each prints at least one of the advices. */
  readonly ask: readonly string[];
  /** Followed one after the other; what a command of them prints may be the next one's. */
  readonly advice: readonly Advice[];
  /** What the situation leaves behind is removed. */
  readonly tidy?: (place: Place) => Promise<unknown>;
}

/** The command of an advice, and then this one, succeed. */
export const works =
  (command: string): Effect =>
  async (place, { ok, output }) => {
    assert.ok(ok, output);
    const next = await place.run(command);
    assert.ok(next.ok, `${command}: ${next.output}`);
  };

/** The command of an advice prints this; whether it ends well is not asked. */
export const shows =
  (pattern: RegExp): Effect =>
  (_place, { output }) =>
    Promise.resolve(assert.match(output, pattern));

const succeeds: Effect = (_place, { ok, output }) => Promise.resolve(assert.ok(ok, output));

const commands =
  /\b(?:make ([a-z]+(?:-[a-z]+)*)(?: [A-Z_]+=(?:[^\s`,;.]|\.(?=\w))+)*|docker unpause \S+|chmod \d+ \S+)/g;

/** The commands that a text names. */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(commands)].filter(([, verb]) => verb === undefined || isVerb(verb)).map(([all]) => all);
}

/** The printed form of a text of a source: `…` stands for itself, or for anything on its line. */
function patternOf(says: string): RegExp {
  const escaped = says.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const form = escaped.replace(/…$/, '.*').replaceAll('…', '(?:…|.*?)');
  return new RegExp(says.endsWith('…') ? form : String.raw`${form}(?=\W|$)`, 'm');
}

/** The command of an advice as an output has it. */
function printedCommand(output: string, { says, command, name = '…' }: Advice): string | undefined {
  const [printed] = patternOf(says).exec(output) ?? [];
  if (printed === undefined) return undefined;
  const found = commandsIn(printed).filter((each) => !command || patternOf(command).exec(each)?.[0] === each);
  assert.equal(found.length, 1, `${says}: ${found.join(', ')}`);
  return found[0]?.replace('…', name);
}

/** Runs a command that goes on, until it has shown what it should, for half a minute at most. */
function untilShown(command: string, pattern: string): string {
  const wait = `until grep -q '${pattern}' "$out" || [ $((i += 1)) -gt 150 ]; do sleep 0.2; done`;
  return `out=$(mktemp); ${command} > "$out" 2>&1 & pid=$!; i=0; ${wait}; kill $pid; wait $pid; cat "$out"; rm "$out"`;
}

/** @returns what the command printed */
async function follow(place: Place, command: string, { answer, first, until, effect }: Advice): Promise<string> {
  await first?.(place);
  const line = answer ? `${command} ${answer}` : command;
  const result = await place.run(until ? untilShown(line, until) : line);
  await (until ? shows(new RegExp(until)) : (effect ?? succeeds))(place, result);
  return result.output;
}

/** Tests, for each situation of a place, that its advices are printed there, and do what they say when they are followed there. */
export function describeAdvice(situations: readonly Situation[], name: Place['name'], at: () => Place): void {
  describe(`what is printed as advice ${name === 'dev container' ? 'in the dev container' : `on the ${name} stack`}`, () => {
    for (const { name: what, bring, ask, advice, tidy } of situations.filter(({ places }) => places.includes(name))) {
      it(`helps: ${what}`, async () => {
        const place = at();
        try {
          await bring?.(place);
          const outputs: string[] = [];
          for (const command of ask) outputs.push((await place.run(command)).output);
          for (const [index, output] of outputs.entries()) {
            assert.ok(
              advice.some((each) => patternOf(each.says).test(output)),
              `${ask[index]}: ${output}`,
            );
          }
          for (const each of advice) {
            const [command] = outputs.flatMap((output) => printedCommand(output, each) ?? []);
            assert.ok(command, `${each.says}: ${outputs.join('\n')}`);
            outputs.push(await follow(place, command, each));
          }
        } finally {
          await place.restore();
          await tidy?.(place);
          if (!(await place.run('make health')).ok) {
            const { ok, output } = await place.run('make dev');
            assert.ok(ok, output);
          }
        }
      });
    }
  });
}
