import type { Extension } from 'vscode';

type Manifested = Pick<Extension<unknown>, 'packageJSON'>;

interface Contributed {
  readonly command: string;
  readonly enablement?: string;
}

function isCommand(raw: unknown): raw is Contributed {
  return typeof raw === 'object' && raw !== null && 'command' in raw && typeof raw.command === 'string';
}

function contributed({ packageJSON }: Manifested): Contributed[] {
  const manifest: { readonly contributes?: { readonly commands?: readonly unknown[] } } = packageJSON;
  return (manifest.contributes?.commands ?? []).filter(isCommand);
}

/** The ids of the commands that the manifest contributes. */
export function commandIds(extension: Manifested): string[] {
  return contributed(extension).map(({ command }) => command);
}

/** The ids of those that the manifest offers in a trusted window only. */
export function idsThatNeedTrust(extension: Manifested): ReadonlySet<string> {
  const needTrust = contributed(extension).filter(({ enablement = '' }) => enablement.includes('isWorkspaceTrusted'));
  return new Set(needTrust.map(({ command }) => command));
}
