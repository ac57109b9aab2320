import { planSummarySchema } from '@zero-to-running/contract/deployment';
import { l10n } from 'vscode';
import { chooseDeployment } from '../deployment/choose-deployment.ts';
import { confirmPlan } from '../deployment/confirm-plan.ts';
import { findTarget } from '../make/find-target.ts';
import { readTarget } from '../make/read-target.ts';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

const planDeadlineMs = 15 * 60_000;

/** Deploys a folder: where to, what that would change, whether really, and then step by step. */
export const deploy: Command = async ({ environments, deployments, log }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const { folder } = local;
  const target = await findTarget('deploy', folder);
  const environment = target && (await chooseDeployment(folder));
  if (target === undefined || environment === undefined) return;
  if (deployments.isRunning({ folder, environment })) return deployments.tellRunning({ folder, environment });
  const plan = await readTarget({
    verb: 'plan',
    folder,
    options: { ENV: environment },
    title: l10n.t('Looking at what a deployment to {0} would change', environment),
    deadlineMs: planDeadlineMs,
    parse: (stdout) => planSummarySchema.parse(JSON.parse(stdout)),
    log,
  });
  const consent = plan && (await confirmPlan(plan));
  if (!consent) return;
  await deployments.run({ folder, target, environment, consent });
};
