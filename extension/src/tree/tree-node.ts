import { isNotRunning, type NotRunningKind } from '@zero-to-running/health/client/failure';
import type { Environment } from '../environments/environment.ts';
import {
  type Figure,
  serviceFigures,
  serviceViews,
  type ServiceView,
  overallOf,
} from '../presentation/service-view.ts';
import { ageText } from '../presentation/environment-text.ts';
import type { ShownRows } from './update-throttle.ts';

/**
 * A row of the tree. `environment` and `service` are what a command that is run on it is told. Below the
 * environments, rows are made anew when their parents are drawn; their ids are what stays.
 */
export type TreeNode =
  | { readonly kind: 'environment'; readonly environment: string; readonly of: Environment }
  | {
      readonly kind: 'service';
      readonly environment: string;
      readonly service: string;
      readonly of: Environment;
      readonly view: ServiceView;
    }
  | {
      readonly kind: 'figure';
      readonly environment: string;
      readonly service: string;
      readonly of: Environment;
      readonly figure: Figure;
    };

export type EnvironmentNode = Extract<TreeNode, { kind: 'environment' }>;

/** Stable over updates, so that expansion and selection survive them. */
export function nodeId(node: TreeNode): string {
  if (node.kind === 'environment') return node.environment;
  const service = `${node.environment}#${node.service}`;
  return node.kind === 'service' ? service : `${service}#${node.figure.id}`;
}

/** Why the tree is empty, for the welcome that stands in its place; `''` where it is not. */
type EmptyState = '' | 'none' | NotRunningKind | 'unreachable';

/** A single folder of whose stack nothing is known gives way to a welcome, which says what to do about it. */
export function emptyState(environments: readonly Environment[]): EmptyState {
  const [only] = environments;
  if (!only) return 'none';
  const { failure, answer } = only.store.snapshot;
  if (environments.length > 1 || only.kind === 'remote' || answer || !failure) return '';
  return isNotRunning(failure) ? failure.kind : 'unreachable';
}

export function rootNodes(environments: readonly Environment[]): EnvironmentNode[] {
  if (emptyState(environments) !== '') return [];
  return environments.map((of) => ({ kind: 'environment', environment: of.id, of }));
}

/** @param now milliseconds since the epoch */
export function childNodes(node: TreeNode, now: number): TreeNode[] {
  if (node.kind === 'environment') {
    const { environment, of } = node;
    return serviceViews(of.store.snapshot).map((view) => ({
      kind: 'service',
      environment,
      service: view.key,
      of,
      view,
    }));
  }
  if (node.kind === 'figure') return [];
  const { environment, service, of, view } = node;
  return serviceFigures(view, now).map((figure) => ({ kind: 'figure', environment, service, of, figure }));
}

/**
 * A row that was made some time ago as it would be made now; as it was where it would not be made any more.
 * @param now milliseconds since the epoch
 */
export function currentNode(node: TreeNode, now: number): TreeNode {
  if (node.kind === 'environment') return node;
  const view = serviceViews(node.of.store.snapshot).find(({ key }) => key === node.service);
  if (!view) return node;
  if (node.kind === 'service') return { ...node, view };
  const figure = serviceFigures(view, now).find(({ id }) => id === node.figure.id);
  return figure ? { ...node, figure } : node;
}

/**
 * What the rows of environments and services show.
 * @param now milliseconds since the epoch
 */
export function shownRows(environments: readonly Environment[], now: number): ShownRows {
  const services = environments.flatMap(({ store }) => serviceViews(store.snapshot));
  const state = environments.map(({ id, store: { snapshot } }) => {
    const states = serviceViews(snapshot).map(({ key, status, lastKnown, health }) => {
      return [key, status, lastKnown, health?.error];
    });
    return [id, overallOf(snapshot), snapshot.link, snapshot.failure?.message, snapshot.guess, states];
  });
  return {
    state: JSON.stringify(state),
    age: JSON.stringify(environments.map(({ store }) => ageText(store.snapshot, now))),
    latencies: services.map(({ health }) => health?.latencyMs ?? 0),
  };
}
