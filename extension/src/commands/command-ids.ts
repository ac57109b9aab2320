import type { Extension } from 'vscode';

function isCommand(raw: unknown): raw is { readonly command: string } {
  return typeof raw === 'object' && raw !== null && 'command' in raw && typeof raw.command === 'string';
}

/** The ids of the commands that the manifest contributes. */
export function commandIds({ packageJSON }: Pick<Extension<unknown>, 'packageJSON'>): string[] {
  const manifest: { readonly contributes?: { readonly commands?: readonly unknown[] } } = packageJSON;
  return (manifest.contributes?.commands ?? []).filter(isCommand).map(({ command }) => command);
}
