import type { Identity } from '../deploy/aws/account.ts';
import { askerOf, deniedCalls, type Asker } from '../deploy/aws/simulate.ts';
import type { DeployContext } from '../deploy/context.ts';
import { productName, readDomain } from '../deploy/environment.ts';
import { callsFor, type PlacedCall, type verbsOf } from '../deploy/needed-calls.ts';
import { StackError } from '../stack-error.ts';
import type { Check } from './check.ts';

const group = 'AWS';

/** Resources whose denied calls are named; the others are counted. */
const mostNamed = 20;

type Needing = keyof typeof verbsOf;

const namesOf: Readonly<Record<Needing, string>> = {
  plans: 'permissions to plan',
  deploys: 'permissions to deploy',
  bootstraps: 'permissions to bootstrap',
};

/** What is denied of each resource, such as `rds:CreateDBInstance on arn:…`. */
function deniedLines(denied: readonly PlacedCall[]): readonly string[] {
  const groups = [...Map.groupBy(denied, ({ resource }) => resource)];
  const lines = groups
    .slice(0, mostNamed)
    .map(([resource, calls]) => `${[...new Set(calls.map(({ action }) => action))].join(', ')} on ${resource}`);
  const rest = groups.slice(mostNamed).flatMap(([, calls]) => calls).length;
  return rest > 0 ? [...lines, `and ${rest} more`] : lines;
}

function notAsked(found: string, fix: string): readonly Check[] {
  return [{ group, name: namesOf.deploys, verdict: 'warn', found: `not looked at: ${found}`, fix }];
}

/**
 * Whether who asks may do all that commands on an environment ask of AWS, as IAM simulates it. Who has the role that bootstrap makes
 * for plans is held against what a plan needs; who has another than bootstrap's, also against what bootstrap needs.
 */
export async function permissionChecks(context: DeployContext, identity: Identity): Promise<readonly Check[]> {
  const { checkout, environment, region, signal } = context;
  const product = productName(checkout);
  const place = {
    product,
    environment: environment.name,
    account: identity.account,
    region,
    partition: identity.arn.split(':')[1] ?? 'aws',
    ...readDomain(environment),
  };
  const deployRole = `${product}-deploy-${environment.name}`;

  const check = async (who: Needing, asker: Asker): Promise<Check> => {
    const name = namesOf[who];
    const calls = callsFor(who, place);
    const denied = await deniedCalls(asker.arn, calls, region, signal);
    const asked = `${asker.kind} ${asker.name}`;
    if (denied.length === 0)
      return { group, name, verdict: 'ok', found: `IAM allows ${asked} all ${calls.length} calls` };
    const found = [`IAM denies ${asked} ${denied.length} of ${calls.length} calls:`, ...deniedLines(denied)].join('\n');
    if (who === 'bootstraps') {
      const fix = 'Only who runs make bootstrap needs these: an administrator of the account';
      return { group, name, verdict: 'warn', found, fix };
    }
    const fix = asker.name.startsWith(deployRole)
      ? `Give the role what this version needs: make bootstrap ENV=${environment.name}, as an administrator`
      : `Use the role ${deployRole}, which make bootstrap makes, or have an administrator allow these to ${asker.arn}`;
    return { group, name, verdict: 'fail', found, fix };
  };

  try {
    const asker = await askerOf(identity, region, signal);
    if (asker.kind === 'root') {
      return notAsked(
        'these are the credentials of the account itself, which may all',
        'Use a role: keep the root user for what nobody else can do',
      );
    }
    if (asker.kind === 'federated')
      return notAsked(`IAM simulates no ${asker.arn}`, `Use a role, such as ${deployRole}`);
    if (asker.name === `${deployRole}-plan`) return [await check('plans', asker)];
    const deploying = await check('deploys', asker);
    return asker.name === deployRole ? [deploying] : [deploying, await check('bootstraps', asker)];
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    const own = identity.arn.includes(':assumed-role/') ? `the role ${identity.arn.split('/')[1]}` : identity.arn;
    return notAsked(
      error.message,
      error.code === 'aws-denied'
        ? `Have an administrator allow iam:GetRole and iam:SimulatePrincipalPolicy on ${own}; the role ${deployRole} has both`
        : error.fix.join('; '),
    );
  }
}
