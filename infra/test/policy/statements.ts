import { z } from 'zod';

const listSchema = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: listSchema.default([]),
  Resource: listSchema.default([]),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

const documentSchema = z.object({
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((value) => [value].flat()),
});

/** What a policy allows; nothing, where it is not known yet. */
export function allowed(policy: unknown): z.infer<typeof statementSchema>[] {
  if (typeof policy !== 'string') return [];
  return documentSchema.parse(JSON.parse(policy)).Statement.filter(({ Effect }) => Effect === 'Allow');
}

/** Statements that may name every resource, each with the reason why none can be named. */
export const everyResource: Readonly<Record<string, string>> = {
  LogInToRegistry: 'a token for the registry is of no resource',
  OpenSessions: 'the channels of a session have no name before it is opened',
  AccountAdministersKey: "a key's policy speaks of that key alone",
  CloudWatchSendsAlarms: "a key's policy speaks of that key alone",
  DescribeInfrastructure: 'most actions that describe have no resource',
  ServicesSendReports: "a key's policy speaks of that key alone",
  MakeTagged: 'AWS chooses the names of what these make; the tags that they are made with bound them',
  ChangeTagged: 'AWS chose the names of what these change; its tags bound them',
  TagWhatIsMade: 'AWS chooses the names of what these tag; the tags bound them',
  DeliverLogs: 'none of these has a resource to name',
};

/** Services all of whose actions a statement may allow, with the reason. */
export const everyAction: Readonly<Record<string, string>> = {
  AccountAdministersKey: 'without it, nobody could change the key any more',
  ChangeTagged: 'a deployment changes and destroys all of these, where they have the tags of its environment',
  ChangeLoadBalancer: 'a deployment makes, changes and destroys all of these, of its own load balancer and firewall',
  ChangeNamedResources: 'a deployment makes, changes and destroys all of these, below its own prefix',
};
