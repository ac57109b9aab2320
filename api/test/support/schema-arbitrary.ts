import * as fc from 'fast-check';
import { z } from 'zod';
import type { ApiDescription, JsonSchema } from './api-description.ts';

const keywords = z.object({
  $ref: z.string().optional(),
  enum: z.array(z.json()).optional(),
  const: z.json().optional(),
  anyOf: z.array(z.record(z.string(), z.json())).optional(),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'null', 'array', 'object']).optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.record(z.string(), z.json()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.json())).optional(),
  required: z.array(z.string()).optional(),
});

/** Any text: also what no keyboard has, and what stores often cannot keep, such as NUL. */
export const anyText = (limits: fc.StringConstraints = {}): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ ...limits, unit: 'grapheme-ascii' }),
    fc.string({ ...limits, unit: 'grapheme' }),
    fc.string({ ...limits, unit: 'binary' }),
  );

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  'date-time': fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
};

/** Values that a JSON schema allows. @throws where the schema uses a keyword that is not known here */
export function schemaArbitrary(schema: JsonSchema, description: ApiDescription): fc.Arbitrary<unknown> {
  const { $ref, const: constant, type, ...rest } = keywords.parse(schema);
  const inner = (part: JsonSchema): fc.Arbitrary<unknown> => schemaArbitrary(part, description);
  if ($ref !== undefined) {
    const referenced = description.components.schemas[$ref.replace('#/components/schemas/', '')];
    if (!referenced) throw new Error(`${$ref} is not in the document`);
    return inner(referenced);
  }
  if (rest.enum) return fc.constantFrom(...rest.enum);
  if (constant !== undefined) return fc.constant(constant);
  if (rest.anyOf) return fc.oneof(...rest.anyOf.map(inner));
  switch (type) {
    case 'string': {
      const { minLength = 0, maxLength = 300 } = rest;
      return formats[rest.format ?? ''] ?? anyText({ minLength, maxLength });
    }
    case 'integer':
      return fc.integer({ min: rest.minimum ?? -1_000, max: rest.maximum ?? 1_000 });
    case 'number':
      return fc.double({ min: rest.minimum ?? -1e9, max: rest.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(rest.items ?? { type: 'null' }), { maxLength: 5 });
    case 'object': {
      const fields = Object.entries(rest.properties ?? {}).map(([name, part]) => [name, inner(part)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: rest.required ?? [] });
    }
    default:
      throw new Error(`No values can be made for ${JSON.stringify(schema)}`);
  }
}
