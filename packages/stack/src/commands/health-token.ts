import type { Checkout } from '../checkout.ts';
import { environmentContext } from '../deploy/context.ts';
import { environmentHealth } from '../deploy/read-outputs.ts';
import { StackError } from '../stack-error.ts';
import type { Outcome } from '../verbs.ts';

/**
 * `make health-token ENV=dev`: the token that shows the details of an environment's health, for who may read it in AWS, and
 * nothing else on standard output.
 * @returns the process's exit code; for programs `{ token, url }`, of which the token is for no other address
 * @throws StackError where nothing is deployed, or the token may not be read
 */
export async function healthTokenCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const context = environmentContext(checkout, env);
  const { url, token, refusal } = await environmentHealth(context);
  if (refusal) throw refusal;
  if (token === undefined) {
    throw new StackError(`${context.environment.name} has no token for the details of its health`, {
      fix: [`A deployment creates one: make deploy ENV=${context.environment.name}`],
    });
  }
  console.log(token);
  return { code: 0, report: { token, url } };
}
