import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { docker } from './docker.ts';

/** How many replicas there can be in the life of a target group. */
const slots = [1, 2, 3, 4] as const;

export type Slot = (typeof slots)[number];

/** Where nginx looks at each request whether a replica is registered. */
const markOf = (slot: Slot) => `/tmp/registered-${slot}`;

/** Connections to replicas are kept open, as long as AWS's load balancer keeps them. */
function upstream(members: readonly Slot[], addressOf: (slot: Slot) => string): string {
  const name = `replicas-${members.join('')}`;
  const servers = members.map((slot) => `  server ${addressOf(slot)}:4000;\n`).join('');
  return `upstream ${name} {\n  zone ${name} 64k;\n${servers}  keepalive 64;\n  keepalive_timeout 60s;\n}\n`;
}

function subsets(of: readonly Slot[]): readonly Slot[][] {
  return Array.from({ length: 2 ** of.length }, (_, bits) => of.filter((_slot, index) => (bits >> index) % 2 === 1));
}

/**
 * The load balancer's settings of the repository, with replicas that are registered one by one in place of the single API.
 * A replica is registered by a file: a reload would cut connections that have just been accepted, which AWS's never does.
 */
export async function writeTargetGroup(root: string, addressOf: (slot: Slot) => string): Promise<void> {
  const file = join(root, 'frontend/nginx/load-balancer.conf');
  const single = '  set $api api:4000;\n';
  const settings = await readFile(file, 'utf8');
  if (!settings.includes(single)) throw new Error(`${file} has no line ${JSON.stringify(single)}`);
  const groups = subsets(slots)
    .filter(({ length }) => length > 0)
    .map((members) => upstream(members, addressOf));
  const choice = [
    '  set $registered "";\n',
    ...slots.map((slot) => `  if (-f ${markOf(slot)}) { set $registered "\${registered}${slot}"; }\n`),
    '  set $api replicas-$registered;\n',
    '  add_header X-Replicas $upstream_addr always;\n',
  ];
  await writeFile(file, groups.join('') + settings.replace(single, () => choice.join('')));
}

/** From the next request on, the load balancer uses the replica. */
export function register(loadBalancer: string, slot: Slot): Promise<string> {
  return docker('exec', loadBalancer, 'touch', markOf(slot));
}

/** The load balancer sends it no request any more, and lets those that it has been sent end. */
export function deregister(loadBalancer: string, slot: Slot): Promise<string> {
  return docker('exec', loadBalancer, 'rm', markOf(slot));
}
