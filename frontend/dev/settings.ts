import { z } from 'zod';

/** What the dev server and the preview read from their environment. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Origin of the API that requests are passed on to. */
  readonly apiUrl: string;
  /** Host names besides localhost by which a browser may ask; one that begins with a dot stands for all below it. */
  readonly allowedHosts: readonly string[];
}

const isHostName = (name: string): boolean => /^\.?[a-z\d-]+(\.[a-z\d-]+)*$/i.test(name);

const hostNames = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((each) => each.trim() || []))
  .refine((list) => list.every(isHostName));

const settingsSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(65_535)).default(3000),
  API_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4000'),
  ALLOWED_HOSTS: hostNames,
});

const expected: Record<string, string> = {
  HOST: 'an address to listen on, such as 127.0.0.1',
  PORT: 'a port from 0 (any free one) to 65535',
  API_URL: 'an http or https URL, such as http://127.0.0.1:4000',
  ALLOWED_HOSTS: 'host names joined by commas, such as dev.example.com,.ts.net',
};

/**
 * Reads the settings; an empty variable counts as missing.
 * @throws Error that lists every wrong variable with its value and what it should be
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.keys(expected).map((name) => [name, env[name] || undefined]));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) {
    const { HOST: host, PORT: port, API_URL: apiUrl, ALLOWED_HOSTS: allowedHosts } = parsed.data;
    return { host, port, apiUrl: new URL(apiUrl).origin, allowedHosts };
  }
  const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const lines = wrong.map((name) => `  ${name}=${JSON.stringify(given[name])} should be ${expected[name]}`);
  throw new Error(`Wrong environment of the frontend:\n${lines.join('\n')}`);
}
