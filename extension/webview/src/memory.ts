import type { DashboardMemory } from '../../src/shared/dashboard-protocol.ts';
import { getState, setState } from './vscode-api.ts';

const nothing: DashboardMemory = { environment: '', scroll: 0, unfolded: [] };

/** What was kept over a reload. */
export function recall(): DashboardMemory {
  return getState() ?? nothing;
}

/** Keeps it over a reload, and over the time in which the tab is not shown. */
export function remember(change: Partial<DashboardMemory>): void {
  setState({ ...recall(), ...change });
}
