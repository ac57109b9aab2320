import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// One table of what bootstrap and deployments ask of AWS. Tests hold it against what is asked, and against the policies of the roles that
// bootstrap plans; `make doctor ENV=…` sends it to AWS, to be held against those of who asks.

/** Which tags a call is about: those that it gives to what it makes, those that are there already, or both. */
const tagsSchema = z.enum(['given', 'there', 'both']);

const valueSchema = z.union([z.string(), z.array(z.string())]);

const neededCallSchema = z.strictObject({
  /** As IAM names it, such as `rds:CreateDBInstance`. */
  action: z.string().regex(/^[a-z0-9-]+:\w+$/),
  /** ARN, or `*`; with `{product}`, `{environment}`, `{account}`, `{region}`, `{partition}`, `{domain_name}` and `{zone_id}` for what differs. */
  resource: z.string(),
  /** Commands of make that need it. */
  verbs: z.array(z.string()).min(1),
  tags: tagsSchema.optional(),
  /** Other keys that a policy may have conditions on, with the values that the call has. */
  context: z.record(z.string(), valueSchema).optional(),
  /** `recorded`: a rehearsal asked for it; `recorded with every switch on`: with a domain, endpoints and off hours; else AWS's page. */
  source: z.string().min(1),
});

export type NeededCall = z.infer<typeof neededCallSchema>;

/** Whose calls they are, and where. */
export interface CallPlace {
  readonly product: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Where the environment has a domain: its name, and the zone of Route 53 that it is in. */
  readonly domain_name?: string | undefined;
  readonly zone_id?: string | undefined;
}

/** What IAM is asked: may this be done to that? */
export interface PlacedCall {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export const neededCallsFile = join(import.meta.dirname, 'needed-calls.json');

/** The table. @param file instead of the product's own */
export function readNeededCalls(file = neededCallsFile): readonly NeededCall[] {
  return z.array(neededCallSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The tags that Terraform gives to all it makes. */
export function ownTags({ product, environment }: Pick<CallPlace, 'product' | 'environment'>): Record<string, string> {
  return { Project: product, Environment: environment, ManagedBy: `terraform infra/environments/${environment}` };
}

function tagContext(tags: NeededCall['tags'], place: CallPlace): PlacedCall['context'] {
  const own = Object.entries(ownTags(place));
  const keys = (prefix: string) => Object.fromEntries(own.map(([key, value]) => [`aws:${prefix}/${key}`, value]));
  return {
    ...((tags === 'given' || tags === 'both') && {
      ...keys('RequestTag'),
      'aws:TagKeys': own.map(([key]) => key),
    }),
    ...((tags === 'there' || tags === 'both') && keys('ResourceTag')),
  };
}

/** A row of the table, in a product's environment. */
export function placeCall({ action, resource, tags, context = {} }: NeededCall, place: CallPlace): PlacedCall {
  const values: Readonly<Record<string, string | undefined>> = { ...place };
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
  const own: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(context))
    own[key] = typeof value === 'string' ? filled(value) : value.map((each) => filled(each));
  return {
    action,
    resource: filled(resource),
    context: {
      'aws:RequestedRegion': place.region,
      'aws:SecureTransport': 'true',
      ...tagContext(tags, place),
      ...own,
    },
  };
}

/** What a role has to be allowed, by what it is for. */
export const verbsOf = {
  plans: ['plan'],
  deploys: [
    'plan',
    'deploy',
    'rollback',
    'destroy',
    'health',
    'health-token',
    'logs',
    'secret',
    'secrets',
    'secret-delete',
    'database',
    'doctor',
  ],
  bootstraps: ['bootstrap'],
} as const;

/** What one of these needs in an environment. What only one with a domain needs is left out where there is none. */
export function callsFor(who: keyof typeof verbsOf, place: CallPlace): readonly PlacedCall[] {
  const needing: ReadonlySet<string> = new Set(verbsOf[who]);
  return readNeededCalls()
    .filter(({ verbs }) => verbs.some((verb) => needing.has(verb)))
    .map((row) => placeCall(row, place))
    .filter((call) => place.zone_id !== undefined || !/\{(?:domain_name|zone_id)\}/.test(JSON.stringify(call)));
}
