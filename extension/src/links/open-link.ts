import { env, Uri } from 'vscode';
import { tunnelled } from './tunnelled.ts';

/** Opens an address in the browser, by the tunnel that leads there where this window's extensions run elsewhere. */
export async function openLink(address: string): Promise<void> {
  const inside = Uri.parse(address, true);
  const outside = await env.asExternalUri(inside);
  await env.openExternal(outside.with({ path: tunnelled(inside.path, outside.path) }));
}
