import type { Checkout } from '../checkout.ts';
import type { Choice } from '../choose-driver.ts';
import type { Check, Verdict } from '../doctor/check.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { StackDriver } from '../driver.ts';
import { checkoutChecks, portChecks } from '../doctor/checkout-checks.ts';
import { machineChecks } from '../doctor/machine-checks.ts';
import { withoutDeepFrames } from '../logs/excerpt.ts';
import { renderLogText } from '../logs/render.ts';
import { isCritical } from '../services.ts';
import { paint, type Format, formatTable, type Cell, terminalWidth } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';
import { askStack, explainFault, notRunning } from './stack-report.ts';

const marks: Readonly<Record<Verdict, Cell>> = {
  ok: { text: '✔', format: 'green' },
  warn: { text: '!', format: 'yellow' },
  fail: { text: '✖', format: 'red' },
};

const fixFormat: Format = 'cyan';

function groupLines(group: string, checks: readonly Check[]): string[] {
  const rows = checks.flatMap(({ name, verdict, found, fix }): Cell[][] => {
    const [first = '', ...more] = found.split('\n');
    return [
      [marks[verdict], name, first],
      ...more.map((line): Cell[] => ['', '', line]),
      ...(fix ? [['', '', { text: `→ ${fix}`, format: fixFormat }] satisfies Cell[]] : []),
    ];
  });
  return [paint('bold', group), ...formatTable(rows, terminalWidth()), ''];
}

function summary(checks: readonly Check[]): string {
  const count = (verdict: Verdict) => checks.filter((each) => each.verdict === verdict).length;
  const [failures, warnings] = [count('fail'), count('warn')];
  if (failures > 0) return paint('red', `${failures} of ${checks.length} checks failed. See the fixes above.`);
  if (warnings > 0)
    return `All ${checks.length} checks passed, ${warnings} with ${warnings === 1 ? 'a warning' : 'warnings'}.`;
  return paint('green', `All ${checks.length} checks passed.`);
}

/** Which way is taken, where that may surprise. */
function wayTaken({ note }: Choice): Check[] {
  if (!note) return [];
  return [{ group: 'Checkout', name: 'way taken', verdict: 'warn', found: note.message, fix: note.advice }];
}

/** Whether the stack works, if it runs. */
async function stackChecks(checkout: Checkout, driver: StackDriver): Promise<Check[]> {
  const row = { group: driver.mode === 'native' ? 'Native stack' : 'Containers', name: 'processes' };
  const state = await driver.state().catch(() => undefined);
  if (!state) {
    if (driver.isGuest) return [];
    const { message, fix } = await notRunning(driver);
    const found = message.replace(/^The/, 'the');
    return [
      (await driver.leftovers()) === 0 ? { ...row, verdict: 'ok', found } : { ...row, verdict: 'warn', found, fix },
    ];
  }
  if (state.phase !== 'up') return [{ ...row, verdict: 'ok', found: `the stack is ${state.phase}` }];
  const { faults } = await askStack(checkout, driver, state);
  if (faults.length === 0) return [{ ...row, verdict: 'ok', found: 'the stack is up' }];
  const failures = await Promise.all(faults.map((fault) => explainFault(driver, state, fault)));
  return failures.map(({ service, message, excerpt, fix }) => ({
    group: row.group,
    name: service ?? row.name,
    verdict: service && !isCritical(service) ? 'warn' : 'fail',
    found: [
      message,
      ...withoutDeepFrames(excerpt.flatMap((line) => renderLogText(line).split('\n'))).map((line) => `│ ${line}`),
    ].join('\n'),
    fix: fix.join('; '),
  }));
}

/** What the shell exports to no effect. */
function shellCheck(ignored: readonly string[]): Check[] {
  if (ignored.length === 0) return [];
  const found = `ignored here: ${ignored.join(', ')}`;
  const fix = 'Put settings of the stack in .env, and options on the command line of make';
  return [{ group: 'Checkout', name: 'shell', verdict: 'warn', found, fix }];
}

/**
 * `make doctor`: looks at the machine and the checkout, with a fix beside each failure.
 * @param ignored variables of the shell that do not count here
 * @param environment in AWS that is looked at as well
 * @returns the process's exit code: 1 when a check failed; for programs `{ checks }`
 */
export async function doctorCommand(
  checkout: Checkout,
  choice: Choice,
  ignored: readonly string[],
  environment?: DeployContext,
): Promise<Outcome> {
  const { driver } = choice;
  const checks = [
    ...(await machineChecks(checkout)),
    ...checkoutChecks(checkout),
    ...shellCheck(ignored),
    ...wayTaken(choice),
    ...(await driver.checks()),
    ...(await stackChecks(checkout, driver)),
    // Inside the dev container, ports are those of another machine.
    ...(driver.isGuest ? [] : await portChecks(checkout, await driver.state().catch(() => undefined))),
    ...(environment ? await (await import('../doctor/environment-checks.ts')).environmentChecks(environment) : []),
  ];
  const ok = checks.every(({ verdict }) => verdict !== 'fail');
  const groups = Map.groupBy(checks, ({ group }) => group);
  console.log([...[...groups].flatMap(([group, members]) => groupLines(group, members)), summary(checks)].join('\n'));
  return { code: ok ? 0 : 1, report: { checks } };
}
