import type { Module } from './read-module.ts';

const mark = '<!-- Made from the code by `npm run docs --workspace infra`. -->';

function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * A module's README: what a person wrote at its beginning, and below it what the code says.
 * @param present the README as it is
 */
export function moduleReadme(present: string, { variables, outputs, resourceTypes }: Module): string {
  const written = (present.split(mark)[0] ?? '').trim();
  const inputs = variables.map(({ name, description, default: value }) => [
    `\`${name}\``,
    description,
    value === undefined ? 'required' : `\`${value}\``,
  ]);
  const parts = [
    written,
    mark,
    ...(resourceTypes.length > 0 ? [`Makes: ${resourceTypes.map((type) => `\`${type}\``).join(', ')}.`] : []),
    '## Variables',
    table(['name', 'what it is', 'default'], inputs),
    '## Outputs',
    table(
      ['name', 'what it is'],
      outputs.map(({ name, description }) => [`\`${name}\``, description]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
