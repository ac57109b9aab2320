import type { DashboardMemory, WebviewMessage } from '../../src/shared/dashboard-protocol.ts';

/** What VS Code gives a webview. */
interface VsCodeApi {
  readonly postMessage: (message: WebviewMessage) => void;
  readonly getState: () => DashboardMemory | undefined;
  readonly setState: (memory: DashboardMemory) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be acquired once only. */
export const { getState, setState, postMessage } = acquireVsCodeApi();
