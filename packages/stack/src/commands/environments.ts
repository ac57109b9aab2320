import { planSummarySchema } from '@app/contract/deployment';
import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import { readIdentity, logIn } from '../deploy/aws/account.ts';
import { ContainerLogs, type CloudLine } from '../deploy/aws/container-logs.ts';
import { bootstrap } from '../deploy/bootstrap.ts';
import { runOnEnvironment, environmentContext } from '../deploy/context.ts';
import { deploy } from '../deploy/deploy.ts';
import { destroy, type Destroyed } from '../deploy/destroy.ts';
import { environmentPrefix } from '../deploy/environment.ts';
import { accountRegistry } from '../deploy/images/build-image.ts';
import { buildRelease } from '../deploy/images/release.ts';
import type { Release } from '../deploy/journal.ts';
import { planLines } from '../deploy/plan/plan-lines.ts';
import { isEmpty } from '../deploy/plan/plan-summary.ts';
import { environmentHealth, readOutputs } from '../deploy/read-outputs.ts';
import { rollback } from '../deploy/rollback.ts';
import { planEnvironment } from '../deploy/steps/plan.ts';
import { checkEngine } from '../deploy/steps/preflight.ts';
import { verificationLines } from '../deploy/verify.ts';
import { reportLines } from '../health/report-view.ts';
import { readReport } from '../health/reports.ts';
import { renderLogText } from '../logs/render.ts';
import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { isJson, printJson } from '../terminal/json.ts';
import { paint, terminalWidth } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';

/**
 * `make plan ENV=dev`: what deploying would do, changing nothing.
 * EMPTY=1 plans with the images that run, and makes a plan that would change something a failure.
 * @returns the process's exit code, and for programs the plan's summary
 * @throws StackError
 */
export async function planCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const mustBeEmpty = flagOption(env, 'EMPTY', false);
  const { summary, remark } = await planEnvironment(checkout, env, mustBeEmpty);
  console.log([...planLines(summary), ...(remark ? ['', remark] : [])].join('\n'));
  if (!mustBeEmpty || isEmpty(summary)) return { code: 0, report: planSummarySchema.parse(summary) };
  throw new StackError(`${summary.environment} has drifted from the repository`, {
    fix: [
      `It was changed by hand, or not deployed since the last change. To make it match: make deploy ENV=${summary.environment}`,
    ],
  });
}

/**
 * `make deploy ENV=dev`: from the checkout to the running system in AWS.
 * @returns the process's exit code: 1 when a step failed or the answer was no, 130 when interrupted
 * @throws StackError
 */
export function deployCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await deploy(context);
    if (!result) return undefined;
    const { status, url, version, isFirst } = result;
    const { environment, report } = context;
    if (isFirst) report.say(verificationLines(environmentPrefix(checkout, environment), environment.name));
    return {
      status,
      url,
      version,
      message: `${version} ${status === 'deployed' ? 'is now running' : 'was already running'}: ${url}`,
    };
  });
}

/**
 * `make rollback ENV=dev`: back to the release that was good before.
 * @returns the process's exit code, as of `make deploy`
 * @throws StackError
 */
export function rollbackCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await rollback(context);
    return result && { ...result, message: `${result.version} runs again: ${result.url}` };
  });
}

/** What of a destroyed environment is still there. */
function leftLines({ snapshot, logGroups }: Destroyed, environment: string): string[] {
  const kept = snapshot
    ? [
        `Its database is kept as the snapshot ${snapshot}. To deploy it again with that data, set`,
        `  database_snapshot = "${snapshot}"`,
        `in infra/environments/${environment}/terraform.tfvars, and run make deploy ENV=${environment}`,
        'RDS keeps automated backups for as many days as it was told, at most 35.',
      ]
    : [];
  return [
    ...kept,
    ...logGroups.map((name) => `Left over: aws logs delete-log-group --log-group-name ${name}`),
    'AWS deletes its encryption keys some days from now. Old task definitions stay in ECS, and cost nothing.',
    `Its secret variables stay as well, until you delete them: make secrets ENV=${environment}`,
  ];
}

/**
 * `make destroy ENV=dev`: takes an environment down, after a last snapshot of its database.
 * @returns the process's exit code, as of `make deploy`
 * @throws StackError
 */
export function destroyCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await destroy(context);
    if (!result) return undefined;
    const { name } = context.environment;
    return { status: 'destroyed', message: [`${name} is gone.`, ...leftLines(result, name)].join('\n') };
  });
}

const outputsSchema = z.object({ state_bucket: z.string(), next_steps: z.array(z.string()) });

/** What is left to do in GitHub, so that its workflows deploy. */
function nextSteps(steps: readonly string[]): string {
  if (steps.length === 0) return 'To deploy from GitHub, set github_repository in infra/bootstrap/terraform.tfvars.';
  return ['To deploy from GitHub:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)].join('\n');
}

/**
 * `make bootstrap ENV=dev`: the state's bucket, the registry and the roles for GitHub, once per account.
 * @returns the process's exit code, as of `make deploy`
 * @throws StackError
 */
export function bootstrapCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const outputs = await bootstrap(context);
    if (!outputs) return undefined;
    const { state_bucket: bucket, next_steps: steps } = outputsSchema.parse(outputs);
    const next = `The account is ready; its states are in ${bucket}. Next: make deploy ENV=${context.environment.name}`;
    return { status: 'prepared', message: `${next}\n${nextSteps(steps)}` };
  });
}

/** Lines that a workflow's later steps read as outputs. */
function outputLines({ version, apiImage, frontendImage }: Release): string {
  return [`version=${version}`, `api_image=${apiImage}`, `frontend_image=${frontendImage}`].join('\n');
}

/** Says on standard error what goes on. */
const reporter = {
  note: (message: string) => console.error(message),
  done: (message: string) => console.error(message),
  skipped: (message: string) => console.error(message),
};

/**
 * `make images ENV=dev`: builds and pushes the images of this revision, and prints them by digest. With IMAGE_REGISTRY, which
 * Docker is logged in to, it needs no AWS.
 * @returns the process's exit code
 * @throws StackError
 */
export async function imagesCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  await checkEngine();
  const context = environmentContext(checkout, { ...env, ENV: env['ENV'] || 'dev' });
  const isElsewhere = context.options.registry !== undefined;
  const account = isElsewhere ? '' : (await readIdentity(context.region, context.signal)).account;
  const release = await buildRelease(context, reporter, account);
  console.log(outputLines(release));
  return { code: 0, report: { ...release } };
}

/**
 * `make registry-login ENV=dev`: lets Docker, and what reads its settings, use the account's registry.
 * @returns the process's exit code
 * @throws StackError
 */
export async function registryLoginCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const { region, signal } = environmentContext(checkout, env);
  const { account } = await readIdentity(region, signal);
  const registry = accountRegistry(account, region);
  await logIn(registry, region, signal);
  console.log(`Logged in to ${registry}; the credentials expire in 12 hours.`);
  return 0;
}

/**
 * `make health ENV=dev`: the report that the load balancer's address answers with.
 * @returns the process's exit code: 1 when the system does not work
 * @throws StackError when nothing answers
 */
export async function environmentHealthCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const context = environmentContext(checkout, env);
  const given = { url: context.options.url, token: env['HEALTH_DETAIL_TOKEN'] || undefined };
  const found = given.url && given.token ? undefined : await environmentHealth(context);
  const url = given.url ?? found?.url ?? '';
  const report = await readReport({ url, token: given.token ?? found?.token });
  console.log([url, ...reportLines(report, { now: Date.now(), width: terminalWidth() })].join('\n'));
  if (found?.refusal && !given.token) {
    console.error([`The details are hidden: ${found.refusal.message}.`, ...found.refusal.fix].join('\n  '));
  }
  return { code: report.status === 'error' ? 1 : 0, report: { url, report } };
}

const logNames = ['api', 'frontend', 'migration'] as const;

type LogName = (typeof logNames)[number];

/** How far back it begins. */
const backMs = 10 * 60_000;

function selectLogs(service: string | undefined): readonly LogName[] {
  if (!service) return logNames;
  const found = logNames.filter((name) => name === service);
  if (found.length > 0) return found;
  throw new StackError(`SERVICE=${service}: it has no log in CloudWatch`, {
    fix: [`SERVICE is one of: ${logNames.join(', ')}`],
  });
}

function printLine(name: LogName, { time, text }: CloudLine): void {
  if (isJson()) return printJson({ service: name, time, text });
  const prefix = `${paint('cyan', name.padEnd(9))} │ ${paint('dim', time)} `;
  console.log(
    renderLogText(text)
      .split('\n')
      .map((line) => prefix + line)
      .join('\n'),
  );
}

/**
 * `make logs ENV=dev`: the last ten minutes of the logs in CloudWatch, and what comes. FOLLOW=0 ends with the present.
 * @returns the process's exit code
 * @throws StackError
 */
export async function environmentLogsCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const selected = selectLogs(env['SERVICE']);
  const context = environmentContext(checkout, env);
  const { log_group_names: groups } = await readOutputs(context);
  const logs = new ContainerLogs(context.region, context.signal);
  const from = Date.now() - backMs;
  if (!flagOption(env, 'FOLLOW', true)) {
    const all = await Promise.all(
      selected.map(async (name) => (await logs.since(groups[name], from)).map((line) => ({ name, line }))),
    );
    const inOrder = all.flat().toSorted((one, other) => one.line.time.localeCompare(other.line.time));
    for (const { name, line } of inOrder) printLine(name, line);
    return 0;
  }
  await Promise.all(
    selected.map(async (name) => {
      for await (const line of logs.follow(groups[name], from)) printLine(name, line);
    }),
  ).catch((error: unknown) => {
    if (!context.signal.aborted) throw error;
  });
  return 0;
}
