import { createHash } from 'node:crypto';
import type { Role } from '@app/contract/session';
import { z } from 'zod';
import { type Scope, scopes } from './identity.ts';

/** What an identity provider says of somebody, in an ID token, an access token or at its userinfo endpoint. */
type Claims = Readonly<Record<string, unknown>>;

const issuerSchema = z.string().min(1);

const subjectSchema = z.string().min(1).max(255);

/**
 * A UUID for somebody, from the two things that name a person for ever (OpenID Connect Core, section 5.7); an address or
 * a name may become another person's.
 * @throws z.ZodError where one of them is missing
 */
export function ownerId(issuer: unknown, subject: unknown): string {
  const parts = JSON.stringify([issuerSchema.parse(issuer), subjectSchema.parse(subject)]);
  const hash = createHash('sha256').update(parts).digest();
  // Version 8 is for ids that an application makes by rules of its own (RFC 9562, section 5.8).
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

const objectSchema = z.record(z.string(), z.unknown());

/** A claim by its name, or by a path of names with dots between: a name of its own may have dots, too. */
function findClaim(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let found: unknown = claims;
  for (const name of path.split('.')) {
    const { data } = objectSchema.safeParse(found);
    found = data && Object.hasOwn(data, name) ? data[name] : undefined;
  }
  return found;
}

const wordsSchema = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string())]).catch([]);

/** Everybody whom the provider lets in is a member. @param admin what the claim has for an administrator */
export function rolesOf(claims: Claims, path: string, admin: string): Role[] {
  return wordsSchema.parse(findClaim(claims, path)).includes(admin) ? ['member', 'admin'] : ['member'];
}

/** What a token allows; providers write it as `scope` or `scp`, some with the API's own name and a slash before it. */
export function scopesOf(claims: Claims): Scope[] {
  const given = [...wordsSchema.parse(claims['scope']), ...wordsSchema.parse(claims['scp'])];
  return scopes.filter((scope) => given.some((each) => each === scope || each.endsWith(`/${scope}`)));
}

const longestName = 200;

/** How somebody is called where people read it. */
export function nameOf(claims: Claims): string {
  const names = ['name', 'preferred_username', 'email', 'client_id', 'azp', 'sub'].map((each) => claims[each]);
  const name = names.find((each) => typeof each === 'string' && each.trim() !== '');
  return String(name)
    .trim()
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, longestName);
}
