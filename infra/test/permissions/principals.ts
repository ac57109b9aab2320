import { z } from 'zod';
import type { Resource } from '../support/resources.ts';

/** Who asks, and what it may. */
export interface Principal {
  readonly account: string;
  readonly arn: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
}

interface NamedPolicy {
  readonly name: string;
  readonly policy: unknown;
}

const roleSchema = z.object({ name: z.string(), arn: z.string(), permissions_boundary: z.string().nullish() });
const policySchema = z.object({ name: z.string(), arn: z.string(), policy: z.string() });
const inlineSchema = z.object({ name: z.string(), role: z.string(), policy: z.string() });
const attachmentSchema = z.object({ role: z.string(), policy_arn: z.string() });

/** The roles of a state, each with the policies that it has there, by its name. */
export function principalsOf(resources: readonly Resource[]): ReadonlyMap<string, Principal> {
  const values = (type: string) => resources.filter((each) => each.type === type).map((each) => each.values);
  const managed = values('aws_iam_policy').map((each) => policySchema.parse(each));
  const inline = values('aws_iam_role_policy').map((each) => inlineSchema.parse(each));
  const attached = values('aws_iam_role_policy_attachment').map((each) => attachmentSchema.parse(each));
  const byArn = (arn: string): NamedPolicy => {
    const found = managed.find((each) => each.arn === arn);
    if (!found) throw new Error(`The policy ${arn} is AWS's own: what it allows is not known here. Write it out.`);
    return { name: found.name, policy: JSON.parse(found.policy) };
  };
  return new Map(
    values('aws_iam_role').map((each) => {
      const { name, arn, permissions_boundary: boundary } = roleSchema.parse(each);
      const own = inline.filter(({ role }) => role === name);
      const policies = [
        ...own.map((policy): NamedPolicy => ({ name: policy.name, policy: JSON.parse(policy.policy) })),
        ...attached.filter(({ role }) => role === name).map((policy) => byArn(policy.policy_arn)),
      ];
      return [
        name,
        { account: arn.split(':')[4] ?? '', arn, policies, boundary: boundary ? byArn(boundary) : undefined },
      ];
    }),
  );
}
