import { z } from 'zod';
import type { Identity } from '../deploy/aws/account.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkAccount } from '../deploy/steps/preflight.ts';
import { runTool } from '../process/run.ts';
import { repositoryAddress } from '../deploy/product-identity.ts';
import { StackError } from '../stack-error.ts';
import type { Check } from './check.ts';
import { permissionChecks } from './permission-checks.ts';

const group = 'AWS';

const environmentSchema = z.object({
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullable(),
});

const ghFix = 'To have it looked at: gh auth login, as somebody who may read the repository';

/** Whether GitHub lets only some branches deploy, where its command line has a token that may tell. */
async function branchCheck({ checkout, environment }: DeployContext): Promise<readonly Check[]> {
  const name = 'branches that deploy';
  const address = await repositoryAddress(checkout.root);
  const repository = /^github\.com\/(.+)$/.exec(address ?? '')?.[1];
  if (!repository) return [{ group, name, verdict: 'ok', found: 'the repository is not at GitHub' }];
  const path = `repos/${repository}/environments/${environment.name}`;
  const { ok, stdout, output, wasStarted } = await runTool('gh', ['api', path], { deadlineMs: 30_000 });
  if (!ok) {
    if (/HTTP 404/.test(output)) {
      return [
        {
          group,
          name,
          verdict: 'ok',
          found: `${repository} has no environment ${environment.name}: nothing is deployed from there`,
        },
      ];
    }
    const why = wasStarted ? (output.trim().split('\n').at(-1) ?? '') : "GitHub's command line, gh, is not on the PATH";
    return [{ group, name, verdict: 'warn', found: `not looked at: ${why}`, fix: ghFix }];
  }
  const policy = environmentSchema.parse(JSON.parse(stdout)).deployment_branch_policy;
  if (policy) {
    const which = policy.protected_branches ? 'protected branches' : 'selected branches';
    return [{ group, name, verdict: 'ok', found: `${which} of ${repository} may deploy to ${environment.name}` }];
  }
  return [
    {
      group,
      name,
      verdict: 'fail',
      found: `any branch of ${repository} may deploy to ${environment.name}: who may push one has its role in AWS`,
      fix: `https://github.com/${repository}/settings/environments: ${environment.name}, "Deployment branches and tags", "Selected branches and tags", main`,
    },
  ];
}

/** What `make doctor ENV=…` looks at beside this machine. */
export async function environmentChecks(context: DeployContext): Promise<readonly Check[]> {
  let identity: Identity;
  try {
    identity = await checkAccount(context);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return [{ group, name: 'account', verdict: 'fail', found: error.message, fix: error.fix.join('; ') }];
  }
  return [
    { group, name: 'account', verdict: 'ok', found: `${identity.account} in ${context.region}, as ${identity.arn}` },
    ...(await permissionChecks(context, identity)),
    ...(await branchCheck(context)),
  ];
}
