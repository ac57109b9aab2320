import { GetRoleCommand, IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import type { PlacedCall } from '../needed-calls.ts';
import type { Identity } from './account.ts';
import { callAws, clientSettings } from './call.ts';
import { allPages } from './quota-usage.ts';

/** Of one question about a resource. */
const most = { actions: 50, questionsAtOnce: 4 };

/** Who asks, as IAM knows it: the role behind a session of it. */
export interface Asker {
  /** IAM simulates neither of the last two: `root` may all, and of `federated` it knows nothing. */
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  readonly name: string;
  readonly arn: string;
}

function iam(region: string): IAMClient {
  return new IAMClient({ region, ...clientSettings });
}

/** @throws StackError where the caller may not look up its own role, whose path is in no session's name */
export async function askerOf({ arn }: Identity, region: string, signal: AbortSignal): Promise<Asker> {
  const [kind = '', name = ''] = (arn.split(':').at(-1) ?? '').split('/');
  if (kind === 'user') return { kind, name: arn.split('/').at(-1) ?? '', arn };
  if (kind === 'root') return { kind, name: kind, arn };
  if (kind !== 'assumed-role') return { kind: 'federated', name, arn };
  const { Role: role } = await callAws(
    'iam:GetRole',
    (options) => iam(region).send(new GetRoleCommand({ RoleName: name }), options),
    signal,
  );
  return { kind: 'role', name, arn: role?.Arn ?? '' };
}

interface Question {
  readonly resource: string;
  readonly context: PlacedCall['context'];
  readonly actions: readonly string[];
}

/** One question for all that is done to a resource in one context, which is how IAM takes them. */
function questionsOf(calls: readonly PlacedCall[]): readonly Question[] {
  const alike = Map.groupBy(calls, ({ resource, context }) => JSON.stringify([resource, context]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const actions = [...new Set(group.map(({ action }) => action))];
    const { resource, context } = first;
    return Array.from({ length: Math.ceil(actions.length / most.actions) }, (_, index) => ({
      resource,
      context,
      actions: actions.slice(index * most.actions, (index + 1) * most.actions),
    }));
  });
}

/** The keys that are true or false; all others are texts. */
const flags = new Set(['aws:SecureTransport']);

/** @returns actions that IAM denies */
async function ask(
  client: IAMClient,
  arn: string,
  question: Question,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { resource, context, actions } = question;
  const request = {
    PolicySourceArn: arn,
    ActionNames: [...actions],
    ResourceArns: [resource],
    ContextEntries: Object.entries(context).map(([name, value]) => ({
      ContextKeyName: name,
      ContextKeyValues: [value].flat(),
      ContextKeyType: flags.has(name)
        ? ('boolean' as const)
        : typeof value === 'string'
          ? ('string' as const)
          : ('stringList' as const),
    })),
  };
  const results = await callAws(
    'iam:SimulatePrincipalPolicy',
    (options) =>
      allPages(paginateSimulatePrincipalPolicy({ client }, request, options), (page) => page.EvaluationResults),
    signal,
  );
  const allowed = new Set(
    results.flatMap((each) => (each.EvalDecision === 'allowed' ? (each.EvalActionName ?? []) : [])),
  );
  return actions.filter((action) => !allowed.has(action));
}

function keyOf(action: string, { resource, context }: Pick<PlacedCall, 'resource' | 'context'>): string {
  return JSON.stringify([action, resource, context]);
}

/**
 * Asks IAM which of these calls a role or a user may not do, by its policies and its boundary.
 * @param arn of the role or the user
 * @returns those it denies, in their order
 * @throws StackError where the caller may not ask
 */
export async function deniedCalls(
  arn: string,
  calls: readonly PlacedCall[],
  region: string,
  signal: AbortSignal,
): Promise<readonly PlacedCall[]> {
  const client = iam(region);
  const left = [...questionsOf(calls)];
  const denied = new Set<string>();
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      for (const action of await ask(client, arn, next, signal)) denied.add(keyOf(action, next));
    }
  };
  await Promise.all(Array.from({ length: most.questionsAtOnce }, work));
  return calls.filter((call) => denied.has(keyOf(call.action, call)));
}
