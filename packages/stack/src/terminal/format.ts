import { styleText } from 'node:util';

export type Format = Parameters<typeof styleText>[0];

/** Text in colour or weight, where standard output is a terminal that shows it and NO_COLOR is not set. */
export function paint(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** Characters in a line of the terminal; without one, lines are never cut. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Infinity;
}

/** Says what is done, a line each. */
export function printStep(step: string): void {
  console.log(`  ${paint('dim', '·')} ${step}`);
}

/** A cell of a table: plain text, or text with a format. */
export type Cell = string | { readonly text: string; readonly format: Format };

const gap = '  ';

const textOf = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text);

function render(cell: Cell, width: number): string {
  const text = textOf(cell).padEnd(width);
  return typeof cell === 'string' ? text : paint(cell.format, text);
}

/** The end is cut where a line would be wider than the terminal; an ellipsis says so. */
function cut(cell: Cell, width: number): Cell {
  const text = textOf(cell);
  if (text.length <= width) return cell;
  const shorter = width <= 1 ? '' : `${text.slice(0, width - 1)}…`;
  return typeof cell === 'string' ? shorter : { ...cell, text: shorter };
}

/**
 * Rows with aligned columns, indented by two.
 * @param width of the terminal in characters; the last column is cut to it
 */
export function formatTable(rows: readonly (readonly Cell[])[], width = Infinity): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (column < row.length - 1 ? textOf(row[column] ?? '').length : 0))),
  );
  return rows.map((row) => {
    let used = 0;
    const cells = row.map((cell, column) => {
      const isLast = column === row.length - 1;
      used += gap.length;
      const fitted = isLast ? cut(cell, Math.max(0, width - used)) : cell;
      used += widths[column] ?? 0;
      return gap + render(fitted, isLast ? 0 : (widths[column] ?? 0));
    });
    return cells.join('').trimEnd();
  });
}
