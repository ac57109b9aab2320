import { workspace } from 'vscode';
import { control } from './control.ts';

function tell(test: Mocha.Test, state: string, error?: unknown): Promise<unknown> {
  const text = error instanceof Error ? error.stack : error && JSON.stringify(error);
  return control('result', { title: test.fullTitle(), state, error: text });
}

/** By what the window has open, as each window has a run of its own. */
async function loadTests(): Promise<void> {
  if (!workspace.isTrusted) await import('./untrusted.ts');
  else if (workspace.workspaceFile) {
    await import('./multi-root.ts');
    await import('./other-stacks.ts');
  } else {
    await import('./health.ts');
    await import('./outages.ts');
    await import('./settings.ts');
    await import('./hostile.ts');
    await import('./tools.ts');
    await import('./ended-tasks.ts');
  }
}

/** Called by VS Code in its extension host; each result is told to the outside as it comes. */
export async function run(): Promise<void> {
  // As the ES module it is: an older VS Code's Node cannot require one.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // Only now is there a `describe`.
  await loadTests();
  const told: Promise<unknown>[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => told.push(tell(test, 'passed')));
    runner.on('fail', (test, error: unknown) => told.push(tell(test, 'failed', error)));
    runner.on('pending', (test) => told.push(tell(test, 'pending')));
  });
  await Promise.all(told);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
