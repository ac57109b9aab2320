import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';

/** A place in AWS that the stack is deployed to. */
export interface DeployEnvironment {
  readonly name: string;
  /** Its Terraform root module. */
  readonly directory: string;
  /** What this checkout remembers of its deployments. */
  readonly journalFile: string;
}

/** What states, roles and tags of images are called already: an environment of such a name would take what is another's. */
const reserved = new Set(['bootstrap', 'plan', 'release', 'sha256']);

/**
 * The environment that ENV names.
 * @throws StackError for a reserved name; listing those there are when it names none of them
 */
export function environmentOption(checkout: Checkout, name: string | undefined): DeployEnvironment {
  if (name && reserved.has(name)) {
    throw new StackError(`An environment cannot be called ${name}: something else in AWS has this name`, {
      fix: [`Rename infra/environments/${name}. Not possible are: ${[...reserved].join(', ')}.`],
    });
  }
  const parent = join(checkout.root, 'infra/environments');
  const names = existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
  if (name && names.includes(name)) {
    return {
      name,
      directory: join(parent, name),
      journalFile: join(checkout.directory, 'deployments', `${name}.json`),
    };
  }
  throw new StackError(name ? `ENV=${name}: there is no such environment` : 'ENV is missing: which environment?', {
    fix: [`It is one of: ${names.join(', ')}. For example: ENV=${names[0] ?? 'dev'}`],
  });
}

/** What deploying has to know before Terraform runs. */
export interface EnvironmentSettings {
  readonly region: string;
  /** Empty where any account will do. */
  readonly allowedAccounts: readonly string[];
  /** What images are built for. */
  readonly platform: 'linux/amd64' | 'linux/arm64';
}

/** HCL without its comments; a `#` within a value stays. */
export const withoutComments = (text: string) => text.replaceAll(/^\s*(?:#|\/\/).*$/gm, '');

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
    throw new StackError('No AWS region is configured', { fix: [`Set region in ${file}, or export AWS_REGION=…`] });
  }
  const platform = /^\s*cpu_architecture\s*=\s*"ARM64"/m.test(text) ? 'linux/arm64' : 'linux/amd64';
  return { region, platform, allowedAccounts: [...accounts.matchAll(/"(\d{12})"/g)].map(([, id = '']) => id) };
}

/** The domain of an environment and its zone in Route 53, as its `terraform.tfvars` has them; empty where it has none. */
export function readDomain({ directory }: DeployEnvironment): { domain_name?: string; zone_id?: string } {
  const file = join(directory, 'terraform.tfvars');
  const text = existsSync(file) ? withoutComments(readFileSync(file, 'utf8')) : '';
  const [, map = ''] = /^\s*domain\s*=\s*\{([^}]*)\}/m.exec(text) ?? [];
  const valueOf = (name: string) => new RegExp(`\\b${name}\\s*=\\s*"([^"]+)"`).exec(map)?.[1];
  const [name, zone] = [valueOf('name'), valueOf('zone_id')];
  return name && zone ? { domain_name: name, zone_id: zone } : {};
}

const packageSchema = z.object({ name: z.string() });

/**
 * The product's name, which everything in AWS begins with: the root `package.json`'s, without a scope. Terraform reads the same.
 * @throws StackError for one that AWS does not take
 */
export function productName({ root }: Pick<Checkout, 'root'>): string {
  const file = join(root, 'package.json');
  const name =
    packageSchema
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .name.split('/')
      .at(-1) ?? '';
  // With an account's id in its name, the buckets of another product would be taken for its own.
  const isUnique = !/\d{12}/.test(name);
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name.length <= 27 && isUnique) return name;
  throw new StackError(`AWS does not accept the product name ${name}`, {
    fix: [
      `Change "name" in ${file} to at most 27 lower-case letters, digits and single hyphens, such as my-shop, without 12 digits in a row.`,
    ],
  });
}

/** What the name of everything in an environment begins with, such as `shop-dev`. */
export function environmentPrefix(checkout: Pick<Checkout, 'root'>, { name }: Pick<DeployEnvironment, 'name'>): string {
  return `${productName(checkout)}-${name}`;
}
