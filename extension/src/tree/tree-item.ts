import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { environmentDescription } from '../presentation/environment-text.ts';
import { overallIcon, serviceIcon, type Icon } from '../presentation/icons.ts';
import { serviceDescription } from '../presentation/service-text.ts';
import { overallOf } from '../presentation/service-view.ts';
import { overallWord, serviceName } from '../presentation/words.ts';
import { nodeId, type TreeNode } from './tree-node.ts';

const themed = ({ id, color }: Icon) => new ThemeIcon(id, color === undefined ? undefined : new ThemeColor(color));

function environmentItem({ of }: Extract<TreeNode, { kind: 'environment' }>, now: number): TreeItem {
  const { snapshot } = of.store;
  const overall = overallOf(snapshot);
  // From the first: VS Code keeps what a row was first, and one that got its services later would come closed.
  const item = new TreeItem(of.name, TreeItemCollapsibleState.Expanded);
  item.description = environmentDescription(snapshot, now);
  item.iconPath = themed(overallIcon(overall));
  item.contextValue = `environment.${of.kind}.${overall}${snapshot.guess ? '.guess' : ''}`;
  item.accessibilityInformation = { label: `${of.name}, ${item.description || overallWord(overall)}` };
  return item;
}

function serviceItem({ of, view }: Extract<TreeNode, { kind: 'service' }>): TreeItem {
  const name = serviceName(view.key);
  const state = view.health ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  const item = new TreeItem(name, state);
  item.description = serviceDescription(view);
  item.iconPath = themed(serviceIcon(view));
  const opens = view.key === 'frontend' || view.key === 'api' ? `.${view.key}` : '';
  const whose = of.store.snapshot.guess === undefined ? of.kind : 'guess';
  item.contextValue = `service.${whose}${opens}`;
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}

function figureItem({ figure }: Extract<TreeNode, { kind: 'figure' }>): TreeItem {
  const item = new TreeItem(figure.label);
  item.description = figure.value;
  item.tooltip = `${figure.label}: ${figure.value}`;
  item.iconPath = new ThemeIcon(figure.icon);
  item.contextValue = 'figure';
  return item;
}

/** How VS Code is to show a row; its tooltip comes when somebody rests on it. */
export function treeItem(node: TreeNode, now: number): TreeItem {
  const item =
    node.kind === 'environment'
      ? environmentItem(node, now)
      : node.kind === 'service'
        ? serviceItem(node)
        : figureItem(node);
  item.id = nodeId(node);
  return item;
}
