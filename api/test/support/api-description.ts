import { z } from 'zod';

const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.json()) }));

const headers = z.record(
  z.string(),
  z.object({ required: z.boolean().default(false), schema: z.record(z.string(), z.json()) }),
);

const operation = z.object({
  operationId: z.string(),
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header']),
        name: z.string(),
        required: z.boolean().default(false),
        schema: z.record(z.string(), z.json()),
      }),
    )
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.default({}), headers: headers.default({}) })),
});

/** What generated requests need of the OpenAPI document. */
export const apiDescriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.json())) }),
});

export type ApiDescription = z.output<typeof apiDescriptionSchema>;

/** A JSON schema, as far as the API uses the language. */
export type JsonSchema = Readonly<Record<string, z.core.util.JSONType>>;

/** One operation, with where it stands in the document. */
export interface Operation extends z.output<typeof operation> {
  readonly path: string;
  readonly method: string;
}

export function operationsOf({ paths }: ApiDescription): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => Object.assign(each, { path, method })),
  );
}
