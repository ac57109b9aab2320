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
  /** Origin of the API. */
  readonly apiUrl: string;
  readonly args?: readonly string[];
  readonly folder?: string;
}

async function start({ apiUrl, args = [], folder = frontendFolder }: Options): Promise<ViteServer> {
  const [program, url] = await Program.start({
    script: vite,
    args: [...args, '--configLoader', 'native'],
    cwd: folder,
    env: { HOST: '127.0.0.1', PORT: '0', API_URL: apiUrl },
    ready: (line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? null,
    deadlineMs,
  });
  return { program, url };
}

/** Starts Vite as `npm run dev` does, on a free port. */
export function startDevServer(apiUrl: string, folder = frontendFolder): Promise<ViteServer> {
  return start({ apiUrl, folder });
}

/** Serves what `buildTo` has made as `npm run preview` does, on a free port. */
export function startPreview(apiUrl: string, outDir: string): Promise<ViteServer> {
  return start({ apiUrl, args: ['preview', '--outDir', outDir] });
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
