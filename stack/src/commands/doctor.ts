import type { Checkout } from '../checkout.ts';
import type { Choice } from '../choose-driver.ts';
import type { Check, Verdict } from '../doctor/check.ts';
import { checkoutChecks } from '../doctor/checkout-checks.ts';
import { machineChecks } from '../doctor/machine-checks.ts';
import { portChecks } from '../doctor/port-checks.ts';
import { paint, type Format } from '../terminal/style.ts';
import { formatTable, type Cell } from '../terminal/table.ts';
import { terminalWidth } from '../terminal/width.ts';

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
  if (failures > 0) return paint('red', `${failures} of ${checks.length} checks failed; each fix stands above.`);
  if (warnings > 0) return `All ${checks.length} checks passed, ${warnings} of them with a remark.`;
  return paint('green', `All ${checks.length} checks passed.`);
}

/** Which way is taken, where that may surprise. */
function wayTaken({ note }: Choice): Check[] {
  if (!note) return [];
  return [{ group: 'Checkout', name: 'way taken', verdict: 'warn', found: note.message, fix: note.advice }];
}

/**
 * `make doctor`: looks at the machine and the checkout, with a fix beside each failure.
 * @param json prints `{ ok, checks }` for programs
 * @returns the process's exit code: 1 when a check failed
 */
export async function doctorCommand(checkout: Checkout, choice: Choice, json: boolean): Promise<number> {
  const { driver } = choice;
  const checks = [
    ...(await machineChecks(checkout)),
    ...checkoutChecks(checkout),
    ...wayTaken(choice),
    ...(await driver.checks()),
    // Inside the dev container, ports are those of another machine.
    ...(driver.isGuest ? [] : await portChecks(checkout, await driver.state().catch(() => undefined))),
  ];
  const ok = checks.every(({ verdict }) => verdict !== 'fail');
  if (json) console.log(JSON.stringify({ ok, checks }, null, 2));
  else {
    const groups = Map.groupBy(checks, ({ group }) => group);
    console.log([...[...groups].flatMap(([group, members]) => groupLines(group, members)), summary(checks)].join('\n'));
  }
  return ok ? 0 : 1;
}
