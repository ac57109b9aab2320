import { ProgressLocation, window } from 'vscode';

/** Milliseconds for which one waits without wondering. */
const patienceMs = 1_000;

/** Shows in the status bar what goes on, once it takes longer than one would expect. */
export async function withLateProgress<Value>(title: string, work: Promise<Value>): Promise<Value> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  const late = setTimeout(
    () => void window.withProgress({ location: ProgressLocation.Window, title }, () => settled),
    patienceMs,
  );
  try {
    return await work;
  } finally {
    clearTimeout(late);
  }
}
