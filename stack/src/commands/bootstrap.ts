import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import { bootstrap } from '../deploy/bootstrap.ts';
import { runOnEnvironment } from '../deploy/run-on-environment.ts';

const outputsSchema = z.object({ state_bucket: z.string(), deploy_role_arns: z.record(z.string(), z.string()) });

/** What GitHub has to know, so that its workflows deploy. */
function rolesMessage(roles: Readonly<Record<string, string>>, region: string): string {
  const names = Object.entries(roles);
  if (names.length === 0)
    return 'For deployments by GitHub, set github_repository in infra/bootstrap/terraform.tfvars.';
  const lines = names.map(([name, arn]) => `  environment ${name}: AWS_ROLE_ARN=${arn}`);
  return [
    `Variables for GitHub (Settings > Environments), beside AWS_REGION=${region} of the repository:`,
    ...lines,
  ].join('\n');
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
    const { state_bucket: bucket, deploy_role_arns: roles } = outputsSchema.parse(outputs);
    const next = `The account is ready; its states are in ${bucket}. Next: make deploy ENV=${context.environment.name}`;
    return { status: 'prepared', message: `${next}\n${rolesMessage(roles, context.region)}` };
  });
}
