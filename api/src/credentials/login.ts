import { z } from 'zod';

/** What a store is logged in to with; without a user where the store has none. */
export interface Login {
  readonly user?: string | undefined;
  readonly password: string;
}

/** Reads a login out of a secret's text. @throws where it is not in it; the error does not show the text */
export type ParseLogin = (secret: string) => Login;

const text = z.string().min(1);

const databaseSecret = z.object({ username: text, password: text });

const cacheSecret = z.object({ username: text.optional(), password: text });

function parseJson(secret: string): unknown {
  try {
    return JSON.parse(secret);
  } catch {
    return undefined;
  }
}

/** A secret as RDS keeps it: JSON with `username` and `password`. */
export const parseDatabaseSecret: ParseLogin = (secret) => {
  const result = databaseSecret.safeParse(parseJson(secret));
  if (!result.success) throw new Error('The secret is not JSON with the texts "username" and "password"');
  return { user: result.data.username, password: result.data.password };
};

/** The password itself, or JSON with `password` and perhaps `username`. */
export const parseCacheSecret: ParseLogin = (secret) => {
  const value = parseJson(secret);
  if (typeof value !== 'object' || value === null) {
    if (secret === '') throw new Error('The secret is empty');
    return { password: secret };
  }
  const result = cacheSecret.safeParse(value);
  if (!result.success) throw new Error('The secret is JSON, but without the text "password"');
  return { user: result.data.username, password: result.data.password };
};
