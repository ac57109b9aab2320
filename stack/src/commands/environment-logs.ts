import type { Checkout } from '../checkout.ts';
import { ContainerLogs, type CloudLine } from '../deploy/aws/container-logs.ts';
import { environmentContext } from '../deploy/environment-context.ts';
import { readOutputs } from '../deploy/read-outputs.ts';
import { renderLogText } from '../logs/render.ts';
import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { paint } from '../terminal/style.ts';

const names = ['api', 'frontend', 'migration'] as const;

type LogName = (typeof names)[number];

/** How far back it begins. */
const backMs = 10 * 60_000;

function selectLogs(service: string | undefined): readonly LogName[] {
  if (!service) return names;
  const found = names.filter((name) => name === service);
  if (found.length > 0) return found;
  throw new StackError(`SERVICE=${service}: it has no log in CloudWatch`, {
    fix: [`SERVICE is one of: ${names.join(', ')}`],
  });
}

function printLine(name: LogName, { time, text }: CloudLine): void {
  const prefix = `${paint('cyan', name.padEnd(9))} │ ${paint('dim', time)} `;
  console.log(
    renderLogText(text)
      .split('\n')
      .map((line) => prefix + line)
      .join('\n'),
  );
}

/**
 * `make logs ENV=dev`: the last ten minutes of the logs in CloudWatch, and what comes. FOLLOW=0 ends with the present.
 * @returns the process's exit code
 * @throws StackError
 */
export async function environmentLogsCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const selected = selectLogs(env['SERVICE']);
  const context = environmentContext(checkout, env);
  const { log_group_names: groups } = await readOutputs(context);
  const logs = new ContainerLogs(context.region, context.signal);
  const from = Date.now() - backMs;
  if (!flagOption(env, 'FOLLOW', true)) {
    const all = await Promise.all(
      selected.map(async (name) => (await logs.since(groups[name], from)).map((line) => ({ name, line }))),
    );
    const inOrder = all.flat().toSorted((one, other) => one.line.time.localeCompare(other.line.time));
    for (const { name, line } of inOrder) printLine(name, line);
    return 0;
  }
  await Promise.all(
    selected.map(async (name) => {
      for await (const line of logs.follow(groups[name], from)) printLine(name, line);
    }),
  ).catch((error: unknown) => {
    if (!context.signal.aborted) throw error;
  });
  return 0;
}
