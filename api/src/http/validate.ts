import type { FieldError } from '@app/contract/problem';
import type { Request } from 'express';
import type { z } from 'zod';
import { HttpProblem } from './problem.ts';

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
function issueMessage(issue: z.core.$ZodRawIssue): string {
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

type Place = FieldError['in'];

function fieldErrors(place: Place, issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return [{ in: place, field, message: issue.message }];
  return issue.keys.map((key) => ({
    in: place,
    field: field === '' ? key : `${field}.${key}`,
    message: 'is not a recognized field',
  }));
}

/**
 * Validates a part of a request.
 * @throws HttpProblem naming every field that is wrong: `validation-failed` for the body, `bad-request` for the rest
 */
export function parsePart<Schema extends z.ZodType>(place: Place, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: issueMessage });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(place, issue));
  const [first] = errors;
  const detail = errors.map(({ field, message }) => `${field || `the ${place}`} ${message}`).join('; ');
  throw new HttpProblem(place === 'body' ? 'validation-failed' : 'bad-request', first ? { detail, errors } : {});
}

/** Validates the query string, in which each parameter may stand once. Errors as of `parsePart`. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
  const repeated = Object.keys(req.query).filter((name) => Array.isArray(req.query[name]));
  if (repeated.length > 0) {
    const errors = repeated.map((field) => ({ in: 'query' as const, field, message: 'must be given once' }));
    const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new HttpProblem('bad-request', { detail, errors });
  }
  return parsePart('query', schema, req.query);
}

/** Validates the parsed JSON body. Errors as of `parsePart`. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
  return parsePart('body', schema, req.body);
}

/** Validates the parameters in the path. Errors as of `parsePart`. */
export function parseParams<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
  return parsePart('path', schema, req.params);
}
