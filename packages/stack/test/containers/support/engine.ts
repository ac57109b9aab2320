import { runTool } from '../../../src/process/run.ts';
import { areTestsInDevContainer } from '../../../src/test/dev-container.ts';
import { sweep } from './sweep.ts';

let answers: Promise<boolean> | undefined;

/** Whether containers can be tested here: an engine answers, and sees this machine's folders. */
function engineAnswers(): Promise<boolean> {
  // Inside the dev container, the engine takes paths for the host's.
  if (areTestsInDevContainer(process.env)) return Promise.resolve(false);
  answers ??= runTool('docker', ['compose', 'ls', '--quiet'], { deadlineMs: 10_000 }).then(async ({ ok }) => {
    if (ok) await sweep();
    return ok;
  });
  return answers;
}

/** A suite of tests that are skipped where no engine answers. */
export function describeWithEngine(title: string, body: (this: Mocha.Suite) => void): void {
  describe(`${title} (needs a Docker engine)`, function suite() {
    this.timeout(240_000);
    before(async function ask() {
      if (!(await engineAnswers())) this.skip();
    });
    body.call(this);
  });
}
