import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails when axe finds anything that stands in somebody's way; names each rule and place. */
export async function assertAccessible(frame: Frame, what: string): Promise<void> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await frame.evaluate(axe);
  const { violations, passes } = await frame.evaluate<AxeResults, readonly string[]>(
    (wanted) => Reflect.get(globalThis, 'axe').run(Reflect.get(globalThis, 'document'), { runOnly: wanted }),
    tags,
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html}\n${failureSummary ?? ''}`),
  );
  assert.deepEqual(found, [], what);
  assert.ok(passes.length > 5, `axe has checked ${passes.length} rules only`);
}
