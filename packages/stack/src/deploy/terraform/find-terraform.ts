import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

/** What the nearest `.terraform-version` at or above a folder says, which is also what tfenv reads. */
export function pinnedTerraformVersion(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, '.terraform-version');
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    if (folder === dirname(folder)) return undefined;
  }
}

export interface FoundTerraform {
  readonly program: string;
  readonly version: string;
}

const versionSchema = z.object({ terraform_version: z.string() });

const downloadDeadlineMs = 300_000;

async function versionOf(program: string, cwd: string): Promise<string | undefined> {
  const { ok, stdout } = await runTool(program, ['version', '-json'], { cwd, deadlineMs: 60_000 });
  if (!ok) return undefined;
  try {
    return versionSchema.parse(JSON.parse(stdout)).terraform_version;
  } catch {
    return undefined;
  }
}

/**
 * Terraform in the version that the root module pins: the one on the PATH, else the one tfenv fetches.
 * @throws StackError when there is neither
 */
export async function findTerraform(directory: string): Promise<FoundTerraform> {
  const program = 'terraform';
  const pinned = pinnedTerraformVersion(directory);
  const found = await versionOf(program, directory);
  if (found && (!pinned || found === pinned)) return { program, version: found };
  const tfenv = await runTool('tfenv', ['install', ...(pinned ? [pinned] : [])], {
    cwd: directory,
    deadlineMs: downloadDeadlineMs,
  });
  const fetched = tfenv.ok ? await versionOf(program, directory) : undefined;
  if (fetched && (!pinned || fetched === pinned)) return { program, version: fetched };
  const wanted = pinned ? `Terraform ${pinned}` : 'Terraform';
  throw new StackError(
    found ? `${wanted} is needed, and the PATH has ${found}` : `${wanted} is needed, and is not on the PATH`,
    {
      fix: [
        'tfenv downloads it automatically: https://github.com/tfutils/tfenv#installation',
        `Or install it: https://releases.hashicorp.com/terraform/${pinned ?? ''}`,
        'The dev container has both.',
      ],
    },
  );
}
