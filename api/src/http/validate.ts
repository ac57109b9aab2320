import type { FieldError } from '@zero-to-running/contract/problem';
import type { Request } from 'express';
import type { z } from 'zod';
import { issueMessage } from './issue-message.ts';
import { HttpProblem } from './problem.ts';

type Place = FieldError['in'];

function fieldErrors(place: Place, issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return [{ in: place, field, message: issue.message }];
  return issue.keys.map((key) => ({
    in: place,
    field: field === '' ? key : `${field}.${key}`,
    message: 'is not known here',
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

/** Validates the query string; a parameter given twice is a list. Errors as of `parsePart`. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
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

/** Validates headers; their names are in lower case, as Node has them. Errors as of `parsePart`. */
export function parseHeaders<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
  return parsePart('header', schema, req.headers);
}
