/** By which VS Code knows a dashboard's tab, also after a reload. */
export const dashboardViewType = 'zeroToRunning.dashboard';
