import { ThemeIcon, window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { environmentDescription } from '../presentation/environment-text.ts';
import { overallIcon } from '../presentation/icons.ts';
import { overallOf } from '../presentation/service-view.ts';
import { environmentFor, localFor } from './choose.ts';
import { type Command, readArgument } from './context.ts';
import { planSummarySchema } from '@app/contract/deployment';
import { chooseDeployment, confirmPlan } from '../deployment/confirm-deployment.ts';
import { findTarget } from '../make/find-target.ts';
import { readTarget } from '../make/read-target.ts';

/** Selects the environment that the status bar shows and that commands mean. */
export const selectEnvironment: Command = async ({ environments }, argument) => {
  const { environment: told } = readArgument(argument);
  if (told !== undefined) {
    environments.select(told);
    return;
  }
  const { all, selected } = environments;
  const items = all.map(({ id, name, kind, store }) => ({
    label: name,
    description: environmentDescription(store.snapshot, Date.now()),
    detail: kind === 'local' ? l10n.t('Stack of this folder') : l10n.t('Remote environment of the settings'),
    iconPath: new ThemeIcon(overallIcon(overallOf(store.snapshot)).id),
    picked: id === selected?.id,
    id,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Select an environment') });
  if (picked) environments.select(picked.id);
};

/** Asks for the token that shows an environment's details, and keeps it in the secret storage. */
export const setToken: Command = async ({ environments, tokens }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  // Before it is asked for: what is typed is for the address of now, whatever becomes of it meanwhile.
  const api = await environment.askedOrigin();
  const token = await window.showInputBox({
    title: l10n.t('Detail token of {0}', environment.name),
    prompt: l10n.t(
      'The HEALTH_DETAIL_TOKEN of the API at {0}, to which alone it is sent. Leave it empty to forget the one that is stored.',
      api,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\u0021-\u007e]*$/.test(text) ? undefined : l10n.t('Visible ASCII characters only.')),
  });
  if (token !== undefined) await tokens.write(environment.id, api, token);
};

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
    title: l10n.t('Planning the deployment to {0}', environment),
    deadlineMs: planDeadlineMs,
    parse: (stdout) => planSummarySchema.parse(JSON.parse(stdout)),
    log,
  });
  const consent = plan && (await confirmPlan(plan));
  if (!consent) return;
  await deployments.run({ folder, target, environment, consent });
};
