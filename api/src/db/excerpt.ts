/** A place in a text, counted from 1 as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset in UTF-16 units. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The line of a place with a caret below it. */
export function excerpt(text: string, { line, column }: Place): string {
  const content = text.split('\n')[line - 1] ?? '';
  const margin = ' '.repeat(String(line).length);
  const indent = content.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `  ${line} | ${content}\n  ${margin} | ${indent}^`;
}
