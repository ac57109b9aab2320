import type { z } from 'zod';

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  uuid: 'a UUID',
  url: 'a URL',
  datetime: 'an ISO 8601 instant',
};

const units: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };

const longestShown = 40;

/** The value that was refused, where it is short enough to help. */
function given(input: unknown): string {
  if (typeof input !== 'string' && typeof input !== 'number') return '';
  const text = JSON.stringify(input);
  return text.length > longestShown ? '' : `, not ${text}`;
}

function bound(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const [limit, word] = issue.code === 'too_big' ? [issue.maximum, 'at most'] : [issue.minimum, 'at least'];
  const unit = units[issue.origin];
  if (unit === undefined) return `must be ${word} ${limit}${given(issue.input)}`;
  return `must have ${word} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}`;
}

/**
 * Wording for what zod found, as the end of a sentence that begins with the field's name.
 * A message that a schema itself carries goes before it.
 */
export function issueMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}${given(issue.input)}`;
    case 'invalid_format':
      return `must be ${nouns[issue.format] ?? `in the format ${issue.format}`}`;
    case 'too_big':
    case 'too_small':
      return bound(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return 'is not as described';
  }
}
