import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InfraCopy } from '../support/infra-copy.ts';
import { managedResources } from '../support/resources.ts';
import { plannedPrincipals, type Principal } from './principals.ts';

/** Whose roles they are. */
export interface Owner {
  readonly product: string;
  readonly environment: string;
}

export const account = '123456789012';

/** All that a plan of roles asks of AWS is who asks. */
async function startIdentity(): Promise<{ readonly endpoint: string; readonly server: Server }> {
  const answer = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/test</Arn><UserId>test</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return { endpoint: `http://127.0.0.1:${address instanceof Object ? address.port : 0}`, server };
}

/** What a root module plans, by Terraform and its provider, in an AWS in which there is nothing. @returns the plan as JSON */
async function plan(
  path: string,
  variables: readonly string[],
  prepare: (folder: string, copy: InfraCopy) => Promise<void>,
): Promise<string> {
  const { endpoint, server } = await startIdentity();
  const copy = await InfraCopy.create({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  try {
    await prepare(copy.folder(path), copy);
    await copy.terraform(path, ['init', '-no-color']);
    await copy.terraform(path, ['plan', '-no-color', '-refresh=false', '-lock=false', '-out=plan', ...variables]);
    return await copy.terraform(path, ['show', '-json', 'plan']);
  } finally {
    await copy.remove();
    server.closeAllConnections();
    server.close();
  }
}

/** Of every environment that is planned. */
export const domains = { domain_name: 'app.example.com', hosted_zone_id: 'Z0123456789ABCDEFGHIJ' };

/** The roles that bootstrap plans for the environments of a product, by their names. */
export async function rolesOfBootstrap(
  product: string,
  environments: readonly string[],
): Promise<ReadonlyMap<string, Principal>> {
  const variables = [
    '-var=github_repository={owner="acme",name="app",owner_id="1",id="2"}',
    `-var=environments=${JSON.stringify(Object.fromEntries(environments.map((name) => [name, domains])))}`,
  ];
  const json = await plan('bootstrap', variables, async (folder, copy) => {
    await writeFile(join(copy.folder('..'), 'package.json'), JSON.stringify({ name: product }));
    await writeFile(join(folder, 'local_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
  });
  return plannedPrincipals(managedResources(json), account);
}

const rolesModule = `
variable "owners" {
  type = map(object({ product = string, environment = string }))
}

module "role" {
  source   = "../modules/deploy-role"
  for_each = var.owners

  product                  = each.value.product
  environment              = each.value.environment
  github_environment       = each.value.environment
  enable_changes           = true
  repository               = { owner = "acme", name = "app" }
  oidc_provider_arn        = "arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com"
  permissions_boundary_arn = "arn:aws:iam::${account}:policy/\${each.value.product}-\${each.value.environment}-boundary"
  hosted_zone_id           = "Z0123456789ABCDEFGHIJ"
  domain_name              = "\${each.value.environment}.\${each.value.product}.example.com"
  repository_arns          = ["arn:aws:ecr:*:${account}:repository/\${each.value.product}/*"]
}
`;

/** The roles that deploy for each of these, by their names, as bootstrap would plan them. */
export async function deployRoles(owners: readonly Owner[]): Promise<ReadonlyMap<string, Principal>> {
  const named = Object.fromEntries(owners.map((owner) => [`${owner.product}-${owner.environment}`, owner]));
  const json = await plan('roles', [`-var=owners=${JSON.stringify(named)}`], async (folder) => {
    await mkdir(folder);
    await writeFile(join(folder, 'main.tf'), rolesModule);
  });
  return plannedPrincipals(managedResources(json), account);
}
