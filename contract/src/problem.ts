import { z } from 'zod';

/** Media type of every error the API answers with (RFC 9457). */
export const problemMediaType = 'application/problem+json';

/** The kinds of errors the API answers with; each is the last part of a problem's `type`. */
const problemCodes = [
  'malformed-json',
  'validation-failed',
  'unauthorized',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'conflict',
  'precondition-failed',
  'precondition-required',
  'payload-too-large',
  'unsupported-media-type',
  'idempotency-key-reused',
  'too-many-requests',
  'bad-request',
  'internal-error',
  'unavailable',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** A field that was refused: where it stands and why. */
const fieldErrorSchema = z
  .object({
    in: z.enum(['body', 'query', 'path', 'header']).catch('body'),
    field: z.string().meta({ description: 'Name of the field, nested ones joined by dots; empty for the whole' }),
    message: z.string(),
  })
  .meta({ id: 'FieldError' });

export type FieldError = z.infer<typeof fieldErrorSchema>;

/** Problem details as of RFC 9457, with the id under which the API's log has it. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: '`urn:problem:` and the kind of the error' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    instance: z.string().optional().meta({ description: 'Path of the request' }),
    id: z.string().meta({ description: "The request's id, which the log has too" }),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

const typePrefix = 'urn:problem:';

/** The `type` of a kind of error. */
export function problemType(code: ProblemCode): string {
  return typePrefix + code;
}

/** Whether a problem is of a kind. */
export function isProblem(problem: Problem, code: ProblemCode): boolean {
  return problem.type === problemType(code);
}
