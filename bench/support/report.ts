import { styleText } from 'node:util';
import { describeMachine } from './machine.ts';

/** One measured figure beside what it should be. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** The figure is met when it is at most, or at least, this. */
  readonly limit?: { readonly atMost: number } | { readonly atLeast: number } | undefined;
  /** How the figure came about: repetitions, spread. */
  readonly note?: string;
}

function format(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function limitText({ limit, unit }: Figure): string {
  if (!limit) return '';
  return 'atMost' in limit ? `at most ${format(limit.atMost)} ${unit}` : `at least ${format(limit.atLeast)} ${unit}`;
}

function verdict({ measured, limit }: Figure): string {
  if (!limit) return '';
  const met = 'atMost' in limit ? measured <= limit.atMost : measured >= limit.atLeast;
  return met ? styleText('green', 'met') : styleText('red', 'missed');
}

/** Rows as aligned text; the first row is the heading. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Prints a benchmark's figures as a table, with the machine and the command that makes them again.
 * @param name the benchmark's name, as `make bench NAME=` takes it
 */
export function printReport(name: string, figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.what,
    `${format(figure.measured)} ${figure.unit}`,
    limitText(figure),
    figure.note ?? '',
    verdict(figure),
  ]);
  const table = alignColumns([['what', 'measured', 'wanted', 'how', ''], ...rows]);
  console.log(`\n${name}\n${table}\n${describeMachine()}\nmake bench NAME=${name}`);
}
