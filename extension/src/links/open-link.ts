import { env, Uri } from 'vscode';

/** Opens an address in the browser, by the tunnel that leads there where this window's extensions run elsewhere. */
export async function openLink(address: string): Promise<void> {
  await env.openExternal(await env.asExternalUri(Uri.parse(address, true)));
}
