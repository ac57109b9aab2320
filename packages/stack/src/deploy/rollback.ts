import { StackError } from '../stack-error.ts';
import { Cluster } from './aws/cluster.ts';
import { isConfirmed } from './options.ts';
import type { DeployContext } from './context.ts';
import { DeploymentJournal, isSameRelease, type Release } from './journal.ts';
import { finish, type FinishedDeployment } from './steps/services.ts';
import { assertSecretsKept } from './named-secrets.ts';
import { appliedRelease, deployedOutputs, passwordOutputs, type EnvironmentOutputs } from './outputs.ts';
import { planLines } from './plan/plan-lines.ts';
import { plannedOutputs } from './plan/terraform-plan.ts';
import { assertPasswordsTaken } from './steps/passwords.ts';
import { applyPlan, makePlan } from './steps/plan.ts';
import { checkAccess, prepareState } from './steps/preflight.ts';

/** The newest image, and its version, that a service's family of task definitions had before the one that is applied. */
async function replacedImage(cluster: Cluster, service: string, applied: string) {
  const [described] = await cluster.services([service]);
  const family = /task-definition\/([^:]+):/.exec(described?.taskDefinition ?? '')?.[1];
  if (!family) return undefined;
  for (const arn of await cluster.replacedTaskDefinitions(family)) {
    const definition = await cluster.taskDefinition(arn);
    const container = definition.containerDefinitions?.find(
      ({ image }) => image !== applied && image?.includes('@sha256:'),
    );
    const version = container?.environment?.find(({ name }) => name === 'APP_VERSION')?.value;
    if (container?.image) return { image: container.image, version };
  }
  return undefined;
}

/** What AWS remembers, for a checkout that has not deployed itself. */
async function releaseInCluster(outputs: EnvironmentOutputs, context: DeployContext): Promise<Release | undefined> {
  const cluster = new Cluster(outputs.cluster_name, context.region, context.signal);
  const api = await replacedImage(cluster, outputs.service_names.api, outputs.api_image);
  const frontend = await replacedImage(cluster, outputs.service_names.frontend, outputs.frontend_image);
  if (!api?.version) return undefined;
  return { version: api.version, apiImage: api.image, frontendImage: frontend?.image ?? outputs.frontend_image };
}

/**
 * Goes back to the last release that was good before the one that is applied. The database stays as it is: a migration must
 * leave it fit for the release before.
 * @returns undefined when the answer to the plan was no
 * @throws StepFailure
 */
export async function rollback(context: DeployContext): Promise<FinishedDeployment | undefined> {
  const { environment, options, report, signal, step } = context;
  const journal = new DeploymentJournal(environment.journalFile);
  const access = await step('doctor', 'Check this machine and the account', (reporter) =>
    checkAccess(context, reporter, false),
  );
  const before = await step('init', 'Open the state', () => prepareState(context, access));
  const release = await step('find', 'Find the last good release', async (reporter) => {
    const outputs = deployedOutputs(before, environment.name);
    const applied = appliedRelease(outputs);
    const found =
      options.release ??
      journal.good.find((each) => !isSameRelease(each, applied)) ??
      (await releaseInCluster(outputs, context));
    if (!found) {
      throw new StackError(`Neither this checkout nor ECS knows a release before ${applied.version}`, {
        fix: ['Name one: API_IMAGE=… FRONTEND_IMAGE=… APP_VERSION=…'],
      });
    }
    reporter.done(found.version);
    return found;
  });
  const planned = await step('plan', 'Plan', async () => {
    const made = await makePlan(context, access.module, { release });
    const outputs = plannedOutputs(made.plan);
    await assertSecretsKept(context, outputs);
    const passwords = passwordOutputs(outputs);
    if (passwords) await assertPasswordsTaken(context, passwords, passwordOutputs(before));
    return made;
  });
  report.say(planLines(planned.summary));
  const losesData = planned.summary.dataLosses.length > 0;
  const text = `Roll ${environment.name} back to ${release.version}?`;
  const isAgreed = await step('confirm', 'Ask', () =>
    isConfirmed({ environment: environment.name, text, losesData }, options, signal),
  );
  if (!isAgreed) return undefined;
  await step('apply', 'Apply the plan', (reporter) => applyPlan(access.module, planned.file, reporter));
  // What was good before is deployed anew.
  return { ...(await finish(context, access.module, release, journal)), status: 'deployed' };
}
