import { parseSync } from 'oxc-parser';
import { z } from 'zod';

/** A text that a person may read, and where it starts. */
export interface FoundText {
  /** Index of its first character. */
  readonly start: number;
  /** With `{expression}` for what is put in. */
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const statement = /^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|BEGIN|SET|WITH|LOCK|GRANT|REVOKE|COMMENT|COPY)\b/;

/** Such as `flex items-center gap-2`. */
const isClassList = (text: string): boolean =>
  /[a-z0-9][-:[]/.test(text) && text.split(/\s+/).every((word) => /^[a-z\d[\]:/.%#()_-]*$/.test(word));

/** Whether a string in a program reads like words for a person: at least two, and neither SQL nor CSS. */
export function isProse(text: string): boolean {
  return /[A-Za-z]{2,}\S*\s+\S*[A-Za-z}]/.test(text) && !statement.test(text) && !isClassList(text);
}

const isTranslated = ({ type, callee }: Node): boolean =>
  type === 'CallExpression' && isNode(callee) && isNode(callee['property']) && callee['property']['name'] === 't';

/** Types are for the compiler; what follows `as` and the like is code. */
const isType = ({ type }: Node): boolean =>
  type.startsWith('TS') && !/^TS(As|Satisfies|NonNull|Instantiation)/.test(type);

const isImport = ({ type }: Node): boolean => /^(Import|Export(All|Named))/.test(type);

const isClassName = ({ type, name }: Node): boolean =>
  type === 'JSXAttribute' && isNode(name) && (name['name'] === 'className' || name['name'] === 'd');

const quasiSchema = z.object({ cooked: z.string() });

function templateText(node: Node, source: string): string {
  const { quasis, expressions } = node;
  if (!Array.isArray(quasis) || !Array.isArray(expressions)) return '';
  const values = expressions.filter(isNode).map(({ start, end }) => {
    const code = source.slice(start, end).replaceAll(/\s+/g, ' ');
    return code.length > 40 ? '{…}' : `{${code}}`;
  });
  return quasis
    .filter(isNode)
    .map(({ value }, index) => quasiSchema.parse(value).cooked + (values[index] ?? ''))
    .join('');
}

/**
 * The texts in a source of TypeScript: what is translated or stands in JSX, and every other string of words.
 * @param file its name, whose extension says whether it has JSX
 */
export function sourceTexts(file: string, source: string): FoundText[] {
  const found: FoundText[] = [];
  const add = (start: number, text: string, isMeant: boolean): void => {
    const tidy = text.replaceAll(/\s+/g, ' ').trim();
    if (isMeant ? /[A-Za-z]/.test(tidy) : isProse(tidy)) found.push({ start, text: tidy });
  };

  function visit(node: Node, isMeant: boolean): void {
    if (isType(node) || isClassName(node)) return;
    if (isImport(node) && !isNode(node['declaration'])) return;
    if (node.type === 'Literal' && typeof node['value'] === 'string') add(node.start, node['value'], isMeant);
    if (node.type === 'JSXText' && typeof node['value'] === 'string') add(node.start, node['value'], true);
    if (node.type === 'TemplateLiteral') add(node.start, templateText(node, source), isMeant);
    const translated = isTranslated(node);
    for (const [name, child] of Object.entries(node)) {
      const children: readonly unknown[] = Array.isArray(child) ? child : [child];
      children.filter(isNode).forEach((each, index) => visit(each, translated && name === 'arguments' && index === 0));
    }
  }

  const { program } = parseSync(file, source);
  for (const each of program.body) if (isNode(each)) visit(each, false);
  return found.toSorted((one, other) => one.start - other.start);
}
