import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  neededCallsFile,
  ownTags,
  readNeededCalls,
  type CallPlace,
  type NeededCall,
} from '@zero-to-running/stack/deploy/needed-calls';
import { callOf } from './call.ts';
import type { Exchange } from './exchange.ts';
import { IamRequests, type IamRequest } from './requests.ts';

/** What AWS chooses, or what is another each time, always as the same; of the same length, for some patterns count letters. */
const chosen: readonly (readonly [RegExp, string])[] = [
  // What Terraform adds to a prefix, and the time that a snapshot has in its name.
  [/(?<=-)\d{18}[\da-f]{8}(?![\da-f])/g, '20260101000000000000000001'],
  [/(?<=-final-)\d{14}$/, '20260101000000'],
  [/(?<=-(?:final|before-deploy)-)\d{8}t\d{6}$/, '20260101t000000'],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '00000000-0000-0000-0000-000000000000'],
  [/(?<=:secret:.*-)[A-Za-z\d]{6}$/, 'AbCdEf'],
  [/(?<=:db:db-)[A-Z\d]{26}$/, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  [/(?<=:secret:rds!db-)[^:]+(?=-AbCdEf$)/, '0a1b2c3d'],
  [/(?<=\/)[\da-f]{16,17}(?=\/|$)/g, '0123456789abcdef'],
  [/(?<=\/[a-z]+-)[\da-f]{8,17}$/, '0123456789abcdef0'],
  [/(?<=:targetgroup\/)[^/]+/, 'api'],
  [/(?<=:change\/)\w+/, 'C0123456789ABCDEFGHIJ'],
  [/(?<=:task\/[^/]+\/)[\w-]+$/, '0123456789abcdef0123456789abcdef'],
  [/(?<=:task-definition\/[^:]+:)\w+$/, '1'],
  [/(?<=:(?:session|scalable-target)\/)[\w-]+$/, '0123456789abcdef0'],
  [/(?<=:cluster:[^:]*)-\d{3}$/, '-001'],
];

/** A text with placeholders for whose and where it is. */
function generalise(text: string, place: CallPlace): string {
  const { product, environment, account, region, partition, domain_name: domain } = place;
  let general = text;
  for (const [pattern, value] of chosen) general = general.replaceAll(new RegExp(pattern, 'g'), value);
  return general
    .replace(new RegExp(`^arn:${partition}:`), 'arn:{partition}:')
    .replace(/(?<=-tfstate-\d{12}-)[a-z]+-[a-z]+-\d/, region)
    .replace(/(?<=:hostedzone\/).*/, '{zone_id}')
    .replace(new RegExp(`^(?:_[\\da-f]{32}\\.)?${domain ?? '-'}$`), (name) =>
      name.replace(/^_[\da-f]{32}/, `_${'0'.repeat(32)}`).replace(domain ?? '-', '{domain_name}'),
    )
    .replaceAll(account, '{account}')
    .replaceAll(region, '{region}')
    .replaceAll(`${product}-${environment}`, '{product}-{environment}')
    .replaceAll(product, '{product}')
    .replace(new RegExp(`(?<=tfstate[^/]*/)${environment}(?=/)`), '{environment}');
}

function rowOf({ action, resource, context, source }: IamRequest, verb: string, place: CallPlace): NeededCall {
  const general = (text: string) => generalise(text, place);
  const { Project, Environment } = ownTags(place);
  const has = (prefix: string) =>
    context[`aws:${prefix}/Project`] === Project && context[`aws:${prefix}/Environment`] === Environment;
  const [given, there] = [has('RequestTag'), has('ResourceTag')];
  const others = Object.entries(context).filter(
    ([key]) => !/^aws:(?:RequestTag|ResourceTag|TagKeys|RequestedRegion|SecureTransport)/.test(key),
  );
  return {
    action,
    resource: general(resource),
    verbs: [verb],
    ...((given || there) && verb !== 'bootstrap' && { tags: given ? (there ? 'both' : 'given') : 'there' }),
    ...(others.length > 0 && {
      context: Object.fromEntries(
        others.map(([key, value]) => [key, typeof value === 'string' ? general(value) : value.map(general)]),
      ),
    }),
    source: source ?? 'recorded',
  };
}

/** What makes two rows one, but for the commands that need it. */
const keyOf = ({ action, resource, tags, context = {} }: NeededCall) =>
  JSON.stringify([
    action,
    resource,
    tags,
    Object.entries(context).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ]);

/** Each row once, with the commands of all that are alike, in order. */
function merge(rows: readonly NeededCall[]): readonly NeededCall[] {
  const merged = new Map<string, NeededCall>();
  for (const row of rows) {
    const known = merged.get(keyOf(row));
    const verbs = [...new Set([...(known?.verbs ?? []), ...row.verbs])].toSorted();
    merged.set(keyOf(row), Object.assign({}, known ?? row, { verbs }));
  }
  return [...merged.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/**
 * What was asked of AWS, as rows of the table.
 * @param verbOf the command of make that an exchange belongs to; undefined for what a test itself asked
 */
export async function recordedCalls(
  exchanges: readonly Exchange[],
  place: CallPlace,
  verbOf: (during: string) => string | undefined = (during) => during,
): Promise<readonly NeededCall[]> {
  const requests = new IamRequests(Object.assign({ tags: ownTags(place) }, place));
  const rows: NeededCall[] = [];
  for (const exchange of exchanges) {
    const verb = verbOf(exchange.during);
    const call = verb && callOf(exchange);
    if (!verb || !call) continue;
    for (const request of await requests.of(call)) rows.push(rowOf(request, verb, place));
  }
  return merge(rows);
}

/** A row for a person, such as `deploy: rds:CreateDBInstance on arn:…`. */
const describeRow = ({ action, resource, verbs, tags, context }: NeededCall) =>
  `${verbs.join(', ')}: ${action} on ${resource}${tags ? `, tags ${tags}` : ''}${context ? ` ${JSON.stringify(context)}` : ''}`;

/** A line for each row, so that a difference shows rows. */
function tableText(rows: readonly NeededCall[]): string {
  return `[\n${merge(rows)
    .map((row) => `  ${JSON.stringify(row)}`)
    .join(',\n')}\n]\n`;
}

/**
 * Holds what was recorded against the table. TEST_UPDATE=1 writes what is missing into it.
 * @returns what was asked for and is in no row of the table, or not for that command
 */
export function missingFromTable(recorded: readonly NeededCall[]): readonly string[] {
  const table = readNeededCalls();
  const known = new Map(table.map((row) => [keyOf(row), row]));
  const missing = recorded.flatMap((row) => {
    const verbs = row.verbs.filter((verb) => !known.get(keyOf(row))?.verbs.includes(verb));
    return verbs.length > 0 ? [Object.assign({}, row, { verbs })] : [];
  });
  if (missing.length === 0 || process.env['TEST_UPDATE'] !== '1') return missing.map(describeRow);
  // At once, for rehearsals that run side by side write the same file.
  const temporary = `${neededCallsFile}.${process.pid}`;
  writeFileSync(temporary, tableText([...readNeededCalls(), ...missing]));
  renameSync(temporary, neededCallsFile);
  return [];
}

/** Whether the table is written as it would be again: each row once, in order. */
export function isTableInOrder(): boolean {
  return readFileSync(neededCallsFile, 'utf8') === tableText(readNeededCalls());
}
