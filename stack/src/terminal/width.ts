/** Characters in a line of the terminal; without one, lines are never cut. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Infinity;
}
