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

const plannedRoleSchema = z.object({ name: z.string() });
const plannedPolicySchema = z.object({ name: z.string(), policy: z.string() });

const moduleOf = ({ address }: Resource) => address.slice(0, Math.max(0, address.lastIndexOf('.aws_iam_')));

/**
 * The roles of a plan of deploy roles. There a policy has no ARN yet by which it would be attached: a role has those of its module.
 * @throws for a policy that is not known before it is applied
 */
export function plannedPrincipals(resources: readonly Resource[], account: string): ReadonlyMap<string, Principal> {
  const roles = resources.filter(({ type }) => type === 'aws_iam_role');
  return new Map(
    roles.map((role) => {
      const { name } = plannedRoleSchema.parse(role.values);
      const siblings = resources.filter((each) => moduleOf(each) === moduleOf(role));
      const documents = siblings.filter(({ type }) => type === 'aws_iam_policy' || type === 'aws_iam_role_policy');
      const attachments = siblings.filter(({ type }) => type === 'aws_iam_role_policy_attachment').length;
      if (attachments !== siblings.filter(({ type }) => type === 'aws_iam_policy').length)
        throw new Error(`${moduleOf(role)} has a policy that is not attached, or an attachment of another's`);
      const policies = documents.map(({ values }): NamedPolicy => {
        const document = plannedPolicySchema.parse(values);
        return { name: document.name, policy: JSON.parse(document.policy) };
      });
      return [name, { account, arn: `arn:aws:iam::${account}:role/${name}`, policies, boundary: undefined }];
    }),
  );
}
