import { formatAge } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { SecretParameters } from '../deploy/aws/secret-parameters.ts';
import { environmentContext, type DeployContext } from '../deploy/context.ts';
import { environmentPrefix, productName } from '../deploy/environment.ts';
import { hasSecret, namedSecrets } from '../deploy/named-secrets.ts';
import { checkAccount } from '../deploy/steps/preflight.ts';
import { nearest } from '../nearest.ts';
import { flagOption, requiredOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { confirm, readSecret } from '../terminal/prompts.ts';
import { formatTable } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';

// Secret environment variables of one's own, in AWS. Terraform's settings name them; their values are kept here, and nowhere else.

const services = ['api', 'frontend'] as const;

/** Of a standard parameter in Systems Manager, in bytes. */
const largestValue = 4_096;

function serviceOf({ SERVICE: name = 'api' }: NodeJS.ProcessEnv): string {
  if (services.some((each) => each === name)) return name;
  const meant = nearest(name, services);
  throw new StackError(`SERVICE=${name}: it has no environment variables in AWS`, {
    code: 'invalid-option',
    fix: [`${meant ? `Did you mean SERVICE=${meant}? ` : ''}It is one of: ${services.join(', ')}`],
  });
}

function nameOf(env: NodeJS.ProcessEnv): string {
  const name = requiredOption(env, 'NAME', 'STRIPE_KEY');
  if (/^[A-Z][A-Z0-9_]{0,99}$/.test(name)) return name;
  throw new StackError(`NAME=${name} is no name of a secret environment variable`, {
    code: 'invalid-option',
    fix: ['It is upper-case letters, digits and underscores, 100 at most, and begins with a letter: NAME=STRIPE_KEY'],
  });
}

function assertTaken(name: string, value: string): void {
  const size = Buffer.byteLength(value);
  const wrong =
    size === 0
      ? 'is empty'
      : size > largestValue
        ? `has ${size} bytes, and Systems Manager takes ${largestValue}`
        : value.includes('\0')
          ? 'has a zero byte, which no environment variable can hold'
          : /\{\{.*\}\}/s.test(value)
            ? 'has {{ and }}, between which Systems Manager expects a reference'
            : undefined;
  if (!wrong) return;
  throw new StackError(`The value of ${name} ${wrong}. Nothing was changed.`, {
    code: 'invalid-option',
    fix: ['Give it on standard input: make secret NAME=… ENV=… < file; or type it when you are asked.'],
  });
}

interface Opened {
  readonly context: DeployContext;
  readonly prefix: string;
  readonly parameters: SecretParameters;
}

/** The environment's secrets, after it was made sure that they are this product's. */
async function open(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Opened> {
  const context = environmentContext(checkout, env);
  await checkAccount(context);
  const prefix = environmentPrefix(checkout, context.environment);
  return { context, prefix, parameters: new SecretParameters(prefix, context.region, context.signal) };
}

/**
 * `make secret NAME=STRIPE_KEY ENV=dev SERVICE=api`: keeps what comes on standard input, which is no command line's to show.
 * @returns the process's exit code; for programs `{ service, name, parameter, created }`
 * @throws StackError
 */
export async function secretCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const [name, service] = [nameOf(env), serviceOf(env)];
  const { context, prefix, parameters } = await open(checkout, env);
  const { environment } = context;
  const value = await readSecret(`Value of ${name} for ${service} in ${environment.name} (it is not shown): `);
  assertTaken(name, value);
  const tags = { Project: productName(checkout), Environment: environment.name };
  const created = await parameters.put(service, name, value, tags);
  const isNamed = hasSecret(namedSecrets(environment), { service, name });
  console.log(
    [
      `${created ? 'Kept' : 'Changed'}: ${name} of ${service} in ${environment.name}.`,
      ...(isNamed
        ? [
            'Tasks read it when they start. To start them anew:',
            `  aws ecs update-service --region ${context.region} --cluster ${prefix} --service ${prefix}-${service} --force-new-deployment`,
          ]
        : [
            `No task gets it yet. Name it in infra/environments/${environment.name}/terraform.tfvars, and deploy:`,
            `  secrets = { ${service} = ["${name}"] }`,
            `  make deploy ENV=${environment.name}`,
          ]),
    ].join('\n'),
  );
  return { code: 0, report: { service, name, parameter: parameters.nameOf(service, name), created } };
}

/**
 * `make secrets ENV=dev`: which secrets have a value, and which are only named. It reads no value.
 * @returns the process's exit code: 1 where one that tasks need has none; for programs `{ secrets }`
 * @throws StackError
 */
export async function secretsCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const { context, parameters } = await open(checkout, env);
  const kept = await parameters.list();
  const named = namedSecrets(context.environment);
  const missing = named.filter((each) => !hasSecret(kept, each));
  const secrets = [
    ...kept.map(({ service, name, changedAt }) => ({
      service,
      name,
      changedAt,
      used: hasSecret(named, { service, name }),
    })),
    ...missing.map(({ service, name }) => ({ service, name, changedAt: null, used: true })),
  ];
  if (secrets.length === 0) {
    console.log(
      `${context.environment.name} has no secrets of its own. To keep one: make secret NAME=STRIPE_KEY ENV=${context.environment.name}`,
    );
  } else {
    const rows = secrets.map(({ service, name, changedAt, used }) => [
      service,
      name,
      changedAt === null ? 'no value' : `changed ${formatAge(changedAt)} ago`,
      used ? '' : 'no task gets it',
    ]);
    console.log(formatTable([['service', 'name', 'value', ''], ...rows]).join('\n'));
    for (const { service, name } of missing) {
      console.log(`Keep a value: make secret NAME=${name} ENV=${context.environment.name} SERVICE=${service}`);
    }
  }
  return { code: missing.length > 0 ? 1 : 0, report: { secrets } };
}

/**
 * `make secret-delete NAME=STRIPE_KEY ENV=dev SERVICE=api`: forgets a value, after asking. One that tasks need is not forgotten.
 * @returns the process's exit code: 1 when the answer was no; for programs `{ service, name }`
 * @throws StackError
 */
export async function secretDeleteCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const [name, service] = [nameOf(env), serviceOf(env)];
  const { context, parameters } = await open(checkout, env);
  const { environment } = context;
  if (hasSecret(namedSecrets(environment), { service, name })) {
    throw new StackError(`Tasks of ${service} in ${environment.name} need ${name}: without it, none would start`, {
      fix: [
        `First remove it from secrets in infra/environments/${environment.name}/terraform.tfvars, and make deploy ENV=${environment.name}`,
        `To change its value: make secret NAME=${name} ENV=${environment.name} SERVICE=${service}`,
      ],
    });
  }
  const command = `make secret-delete NAME=${name} ENV=${environment.name} SERVICE=${service} YES=1`;
  const isAgreed =
    flagOption(env, 'YES', false) ||
    (await confirm(
      `Delete ${name} of ${service} in ${environment.name}? Its value cannot be had back.`,
      `${name} was not deleted`,
      command,
    ));
  if (!isAgreed) return { code: 1, report: { service, name } };
  if (!(await parameters.delete(service, name))) {
    throw new StackError(`${service} in ${environment.name} has no secret ${name}`, {
      fix: [`These it has: make secrets ENV=${environment.name}`],
    });
  }
  console.log(`Deleted: ${name} of ${service} in ${environment.name}.`);
  return { code: 0, report: { service, name } };
}
