import type { StepVoice } from '../report/step-runner.ts';
import type { RootModule } from '../terraform/root-module.ts';

/** What is worth a line: a resource that is done, or that takes long. */
const worthALine =
  /: (?:Creation|Modifications|Destruction) complete|: (?:Creating|Modifying|Destroying)\.\.\.$|Still \w+\.\.\. .*[05]m0s/;

/** @throws StackError with Terraform's own words */
export async function applyPlan(module: RootModule, file: string, voice: StepVoice): Promise<void> {
  await module.apply(file, (line) => {
    if (worthALine.test(line)) voice.note(line.trim());
  });
}
