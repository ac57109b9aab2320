import assert from 'node:assert/strict';
import { CancellationTokenSource, extensions, type Extension, type TreeItem } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import type { TreeNode } from '../../src/tree/tree-node.ts';

export function theExtension(): Extension<ExtensionApi> {
  const extension = extensions.getExtension<ExtensionApi>('zero-to-running.zero-to-running');
  assert.ok(extension, 'the extension is installed');
  return extension;
}

/** What the activated extension lets one read. */
export async function activated(): Promise<ExtensionApi> {
  return theExtension().activate();
}

/** A row as it is shown, with the rows below it. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string;
  readonly id: string;
  readonly context: string;
  readonly children: readonly Row[];
}

interface Themed {
  readonly id: string;
  readonly color?: { readonly id: string };
}

function isThemed(icon: TreeItem['iconPath']): icon is Themed {
  return typeof icon === 'object' && 'id' in icon;
}

/** The whole tree as VS Code gets it. */
export async function rows({ tree }: Pick<ExtensionApi, 'tree'>, node?: TreeNode): Promise<Row[]> {
  const children = tree.getChildren(node);
  return Promise.all(
    children.map(async (child) => {
      const item = tree.getTreeItem(child);
      const icon = isThemed(item.iconPath) ? item.iconPath : undefined;
      return {
        label: typeof item.label === 'string' ? item.label : '',
        description: String(item.description ?? ''),
        icon: icon?.id ?? '',
        color: icon?.color?.id ?? '',
        id: item.id ?? '',
        context: item.contextValue ?? '',
        children: await rows({ tree }, child),
      };
    }),
  );
}

/** The row of a service, of the first environment unless another is named. */
export async function serviceRow(api: ExtensionApi, service: string, environment?: string): Promise<Row> {
  const roots = await rows(api);
  const root = environment === undefined ? roots[0] : roots.find(({ label }) => label === environment);
  const row = root?.children.find(({ label }) => label === service);
  assert.ok(
    row,
    `${service} is in the tree: ${JSON.stringify(roots.map(({ label, children }) => [label, children.map((child) => child.label)]))}`,
  );
  return row;
}

/** For calls that are not cancelled. */
export const neverCancelled = new CancellationTokenSource().token;
