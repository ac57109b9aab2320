import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import type { DeployEnvironment } from './environment.ts';

/** What deploying has to know before Terraform runs. */
export interface EnvironmentSettings {
  readonly region: string;
  /** Empty where any account will do. */
  readonly allowedAccounts: readonly string[];
  /** What images are built for. */
  readonly platform: 'linux/amd64' | 'linux/arm64';
}

const withoutComments = (text: string) => text.replaceAll(/^\s*(?:#|\/\/).*$/gm, '');

/**
 * The region and the accounts of an environment, as its `terraform.tfvars` has them; AWS_REGION stands in for the first.
 * @throws StackError when no region is said
 */
export function readEnvironmentSettings(
  { directory }: DeployEnvironment,
  env: Readonly<Record<string, string | undefined>>,
): EnvironmentSettings {
  const file = join(directory, 'terraform.tfvars');
  const text = existsSync(file) ? withoutComments(readFileSync(file, 'utf8')) : '';
  const region =
    /^\s*(?:aws_)?region\s*=\s*"([^"]+)"/m.exec(text)?.[1] || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  const accounts = /^\s*allowed_account_ids\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? '';
  if (!region) {
    throw new StackError('Which region of AWS?', { fix: [`Set region in ${file}, or export AWS_REGION=…`] });
  }
  const platform = /^\s*cpu_architecture\s*=\s*"ARM64"/m.test(text) ? 'linux/arm64' : 'linux/amd64';
  return { region, platform, allowedAccounts: [...accounts.matchAll(/"(\d{12})"/g)].map(([, id = '']) => id) };
}
