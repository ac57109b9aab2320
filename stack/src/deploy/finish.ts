import type { DeployContext } from './context.ts';
import type { DeploymentJournal } from './deployment-journal.ts';
import type { Release } from './journal.ts';
import { deployedOutputs } from './outputs.ts';
import { smokeTest } from './steps/smoke-test.ts';
import { waitForServices } from './steps/wait-for-services.ts';
import type { RootModule } from './terraform/root-module.ts';

/** A deployment that went well. */
export interface FinishedDeployment {
  /** `unchanged`: this release was what ran already. */
  readonly status: 'deployed' | 'unchanged';
  readonly url: string;
  readonly version: string;
}

/**
 * What every deployment ends with, a rollback too: the services run the release, and it answers.
 * @throws StepFailure
 */
export async function finish(
  context: DeployContext,
  module: RootModule,
  release: Release,
  journal: DeploymentJournal,
): Promise<FinishedDeployment> {
  const { environment, options, step } = context;
  const outputs = await step('wait', 'Wait until the services run it', async (voice) => {
    const after = deployedOutputs(await module.outputs(), environment.name);
    await waitForServices(context, voice, after, release);
    return after;
  });
  const url = options.url ?? outputs.url;
  await step('smoke', 'Test what runs', (voice) =>
    smokeTest(context, voice, { url, token: process.env['HEALTH_DETAIL_TOKEN'] }, release.version),
  );
  const isNew = journal.succeed(release);
  return { status: isNew ? 'deployed' : 'unchanged', url, version: release.version };
}
