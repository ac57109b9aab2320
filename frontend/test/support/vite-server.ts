import { fileURLToPath } from 'node:url';
import { Program } from './program.ts';

/** The frontend's own folder. */
export const frontendFolder = fileURLToPath(new URL('../..', import.meta.url));

const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));

const deadlineMs = 60_000;

export interface ViteServer {
  readonly program: Program;
  readonly url: string;
}

interface Options {
  readonly args?: readonly string[];
  readonly folder?: string;
}

/**
 * Starts Vite's server with an environment.
 * @throws Error with its output when it does not start
 */
export async function startVite(
  env: Readonly<Record<string, string>>,
  { args = [], folder = frontendFolder }: Options = {},
): Promise<ViteServer> {
  const [program, url] = await Program.start({
    script: vite,
    args: [...args, '--configLoader', 'native'],
    cwd: folder,
    env: { HOST: '127.0.0.1', ...env },
    ready: (line) => /Local:\s+(http:\/\/[\d.]+:\d+)/.exec(line)?.[1] ?? null,
    deadlineMs,
  });
  return { program, url };
}

/** Starts Vite as `npm run dev` does, on a free port; `env` is more of its environment. */
export function startDevServer(
  apiUrl: string,
  folder = frontendFolder,
  env: Readonly<Record<string, string>> = {},
): Promise<ViteServer> {
  return startVite({ PORT: '0', API_URL: apiUrl, ...env }, { folder });
}

/** Serves what `buildTo` has made as `npm run preview` does, on a free port. */
export function startPreview(apiUrl: string, outDir: string): Promise<ViteServer> {
  return startVite({ PORT: '0', API_URL: apiUrl }, { args: ['preview', '--outDir', outDir] });
}

/** Builds as `npm run build` does, into another folder. */
export async function buildTo(outDir: string): Promise<void> {
  const [program] = await Program.start({
    script: vite,
    args: ['build', '--outDir', outDir, '--configLoader', 'native'],
    cwd: frontendFolder,
    env: {},
    ready: (line) => (line.includes('built in') ? '' : null),
    deadlineMs,
  });
  await program.end();
}
