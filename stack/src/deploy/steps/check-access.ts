import { wrongAccount } from '../trouble.ts';
import { StackError } from '../../stack-error.ts';
import { readIdentity, type Identity } from '../aws/identity.ts';
import type { DeployContext } from '../context.ts';
import type { StepVoice } from '../report/step-runner.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { RootModule } from '../terraform/root-module.ts';
import { readEnvironmentSettings } from '../variables-file.ts';
import { checkEngine } from './check-engine.ts';

/** What a command on an environment may use. */
export interface Access {
  /** Of the environment. */
  readonly module: RootModule;
  /** Terraform in another folder. */
  readonly moduleAt: (directory: string) => RootModule;
  readonly identity: Identity;
}

/**
 * Looks at all that is needed, before anything is begun.
 * @param builds whether images are going to be built
 * @throws StackError with the fix
 */
export async function checkAccess(context: DeployContext, voice: StepVoice, builds: boolean): Promise<Access> {
  const { environment, region, signal } = context;
  const [terraform, identity] = await Promise.all([
    findTerraform(environment.directory),
    readIdentity(region, signal),
    ...(builds ? [checkEngine()] : []),
  ]);
  const { allowedAccounts } = readEnvironmentSettings(environment, process.env);
  if (allowedAccounts.length > 0 && !allowedAccounts.includes(identity.account)) {
    const { message, fix } = wrongAccount(identity.account);
    throw new StackError(message, { fix });
  }
  voice.done(`Terraform ${terraform.version}; account ${identity.account} in ${region}, as ${identity.arn}`);
  const moduleAt = (directory: string) => new RootModule(terraform.program, directory, signal);
  return { module: moduleAt(environment.directory), moduleAt, identity };
}
