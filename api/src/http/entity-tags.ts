import { HttpProblem } from './problem.ts';

/** An entity tag of a condition (RFC 9110, section 8.8.3), quotes included. */
interface EntityTag {
  readonly weak: boolean;
  readonly tag: string;
}

/** The value of If-Match or If-None-Match. */
type Condition = '*' | readonly EntityTag[];

const listItem = /[ \t]*(?:(?<weak>W\/)?(?<tag>"[\x21\x23-\x7E\x80-\xFF]*")[ \t]*)?(?:,|$)/y;

/** Undefined where the value is not a list of entity tags. */
function parseCondition(value: string): Condition | undefined {
  if (value.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  listItem.lastIndex = 0;
  while (listItem.lastIndex < value.length) {
    const match = listItem.exec(value);
    if (!match) return undefined;
    const { weak, tag } = match.groups ?? {};
    if (tag) tags.push({ weak: weak !== undefined, tag });
  }
  return tags.length > 0 ? tags : undefined;
}

/**
 * The tags of If-Match that can match: `*`, or the strong ones, because a weak one never does (RFC 9110, section 13.1.1).
 * @throws HttpProblem `bad-request` when it is not a list of entity tags
 */
export function parseIfMatch(value: string): '*' | readonly string[] {
  const condition = parseCondition(value);
  if (condition === '*') return condition;
  if (condition) return condition.filter(({ weak }) => !weak).map(({ tag }) => tag);
  const message = 'must be the ETag of a version, such as "3", or *';
  throw new HttpProblem('bad-request', {
    detail: `If-Match ${message}; it is ${value}`,
    errors: [{ in: 'header', field: 'If-Match', message }],
  });
}

/** Whether If-None-Match names a tag; weak ones compare alike, and a malformed value matches nothing. */
export function noneMatchNames(value: string | undefined, etag: string): boolean {
  if (value === undefined) return false;
  if (value === etag) return true;
  const condition = parseCondition(value);
  return condition === '*' || (condition?.some(({ tag }) => tag === etag) ?? false);
}

/** PostgreSQL's integer: no task has a version that does not fit. */
const maxVersion = 2 ** 31 - 1;

function versionOf(tag: string): number[] {
  const version = Number(/^"([1-9]\d{0,9})"$/.exec(tag)?.[1]);
  return version <= maxVersion ? [version] : [];
}

/** The versions that If-Match allows; undefined for all. A tag that no version has stays out, and so matches nothing. */
export function versionsOf(ifMatch: string): readonly number[] | undefined {
  const tags = parseIfMatch(ifMatch);
  return tags === '*' ? undefined : tags.flatMap(versionOf);
}

/** @throws HttpProblem `precondition-required` when it is missing */
export function requireIfMatch(ifMatch: string | undefined): string {
  if (ifMatch !== undefined) return ifMatch;
  throw new HttpProblem('precondition-required', {
    detail: 'If-Match is missing: send the ETag of the version that the change is based on, or * for any',
    errors: [{ in: 'header', field: 'If-Match', message: 'is required' }],
  });
}
