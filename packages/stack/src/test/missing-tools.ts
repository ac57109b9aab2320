import { runTool } from '../process/run.ts';
import { findChromium } from './find-chromium.ts';

const answers = async (file: string, ...args: string[]) => (await runTool(file, args, { deadlineMs: 30_000 })).ok;

/** What tests need that a machine may lack, and how to get it. */
const tools: readonly { missing: string; isThere: (env: NodeJS.ProcessEnv) => boolean | Promise<boolean> }[] = [
  {
    missing: 'a browser: install Chromium, or name one with CHROMIUM_PATH',
    isThere: (env) => findChromium(env) !== undefined,
  },
  {
    missing: 'curl: https://curl.se/download.html',
    isThere: () => answers('curl', '--version'),
  },
  {
    missing: 'a Docker engine with Compose: https://docs.docker.com/engine/install',
    isThere: () => answers('docker', 'compose', 'ls', '--quiet'),
  },
  {
    missing: 'VS Code: set VSCODE_SERVER to extension/test/vscode-server, which downloads it',
    isThere: (env) => Boolean(env['VSCODE_SERVER']),
  },
  {
    missing: 'Terraform: https://developer.hashicorp.com/terraform/install',
    isThere: () => answers('terraform', 'version'),
  },
  {
    missing: 'a mock AWS: pip install -r infra/test/mock-aws/requirements.txt',
    isThere: () => answers('python3', '-c', 'import moto.server'),
  },
];

/** A line for each tool that tests use and this machine lacks: what it is, and how to get it. */
export async function missingTools(env: NodeJS.ProcessEnv): Promise<string[]> {
  const lines = await Promise.all(tools.map(async ({ missing, isThere }) => ((await isThere(env)) ? [] : [missing])));
  return lines.flat();
}
