import { z } from 'zod';
import { runTool } from '@zero-to-running/stack/process/run';
import type { IamRequest } from './requests.ts';
import type { Principal } from './principals.ts';

const answersSchema = z.array(
  z.object({ action: z.string(), resource: z.string(), result: z.string(), why: z.unknown().optional() }),
);

const documentSchema = z.looseObject({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Effect: z.string() })),
});

export type Answer = z.infer<typeof answersSchema>[number];

const setting = process.env['IAM_EVALUATE'] || undefined;

/** The program that tells what IAM would answer; undefined where there is none. */
const evaluator: string | undefined = setting === '0' ? undefined : setting;

/** Describes tests that need it. They are skipped, saying why, where there is none, and left out where IAM_EVALUATE=0 says so. */
export function describeWithEvaluator(title: string, tests: (this: Mocha.Suite) => void): void {
  if (setting === '0') return;
  describe(evaluator ? title : `${title} (skipped: IAM_EVALUATE names no program)`, function body() {
    before(function requireEvaluator() {
      if (!evaluator) this.skip();
    });
    tests.call(this);
  });
}

/** Each request once, in order. */
export function distinct(requests: readonly IamRequest[]): readonly IamRequest[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

type Policies = Principal['policies'];

async function ask(
  { account, arn, boundary }: Principal,
  policies: Policies,
  requests: readonly IamRequest[],
): Promise<readonly Answer[]> {
  const question = { account, principal: arn, policies, ...(boundary && { boundaries: [boundary] }), requests };
  const { ok, stdout, output } = await runTool(evaluator ?? '', [], {
    input: JSON.stringify(question),
    deadlineMs: 240_000,
    maxOutput: 20_000_000,
  });
  if (!ok) throw new Error(`${evaluator} fails: ${output.slice(-2_000)}`);
  return answersSchema.parse(JSON.parse(stdout));
}

/** Policies that refuse what the given ones allow. */
function inverted(policies: Policies): Policies {
  return policies.map(({ name, policy }) => {
    const { Version: version, Statement: statements } = documentSchema.parse(policy);
    const denials = statements
      .filter(({ Effect: effect }) => effect === 'Allow')
      .map((statement) => Object.assign(statement, { Effect: 'Deny' }));
    return { name, policy: { Version: version, Statement: denials } };
  });
}

/**
 * KMS asks the policy of a key first, which leaves the answer to IAM where it names the account, as all of ours do. The program
 * is told of no key's policy. So what is allowed is found by what the opposite of it refuses.
 */
async function askOfKeys(principal: Principal, requests: readonly IamRequest[]): Promise<readonly Answer[]> {
  const unbounded = { ...principal, boundary: undefined };
  const denied = await ask(unbounded, principal.policies, requests);
  const allowed = await ask(unbounded, inverted(principal.policies), requests);
  const bounded = principal.boundary ? await ask(unbounded, inverted([principal.boundary]), requests) : allowed;
  return denied.map((answer, index) => {
    const isAllowed = [allowed[index], bounded[index]].every((each) => each?.result === 'ExplicitlyDenied');
    return answer.result === 'ImplicitlyDenied' && isAllowed ? Object.assign(answer, { result: 'Allowed' }) : answer;
  });
}

const isOfKey = ({ action, resource }: IamRequest) => action.startsWith('kms:') && resource.includes(':key/');

/** What IAM would answer a principal to each request. @throws with the evaluator's words when it fails */
export async function evaluate(principal: Principal, requests: readonly IamRequest[]): Promise<readonly Answer[]> {
  const keys = requests.filter((request) => isOfKey(request));
  const others = requests.filter((request) => !isOfKey(request));
  return [
    ...(await ask(principal, principal.policies, others)),
    ...(keys.length > 0 ? await askOfKeys(principal, keys) : []),
  ];
}
