import { z } from 'zod';

/** Limits of the sample resource; the same for the API, the forms and the documentation. */
export const taskLimits = { titleLength: 200, pageSize: 100, defaultPageSize: 50, idempotencyKeyLength: 255 } as const;

/** Path of the collection, below the API's origin. */
export const tasksPath = '/api/tasks';

export const taskStateSchema = z.enum(['open', 'done']).meta({ id: 'TaskState' });

export type TaskState = z.infer<typeof taskStateSchema>;

/** Blanks and all that shows nothing: format characters, fillers, the empty pattern of Braille. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Characters that turn the direction of the text around them, so that a title could spill over onto its neighbours. */
const turning = /[\u202A-\u202E\u2066-\u2069]/;

/** What is wrong with the characters of a title, as the end of a sentence; undefined where nothing is. */
function characterFault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must be valid Unicode: half of a surrogate pair stands alone';
  // PostgreSQL's text type cannot hold it.
  if (text.includes('\u0000')) return 'must not contain the character U+0000';
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return 'must not contain control characters, such as line breaks or tabs';
  if (turning.test(text)) return 'must not contain characters that turn the direction of the text';
  if (text !== '' && text.replaceAll(invisible, '') === '') return 'must have a character that can be seen';
  return undefined;
}

const title = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(taskLimits.titleLength, `must have at most ${taskLimits.titleLength} characters`)
  .superRefine((text, context) => {
    const message = characterFault(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** A task as the API returns it. `version` is what its ETag quotes, and grows by one with every update. */
export const taskSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    state: taskStateSchema,
    version: z.int().positive(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Task' });

export type Task = z.infer<typeof taskSchema>;

/** Body of `POST /api/tasks`. */
export const taskCreateSchema = z
  .strictObject({
    title,
    state: taskStateSchema.default('open').meta({ description: '`open` where it is left out' }),
  })
  .meta({ id: 'TaskCreate' });

/** Body of `PATCH /api/tasks/{id}`: at least one of its fields. */
export const taskUpdateSchema = z
  .strictObject({ title: title.optional(), state: taskStateSchema.optional() })
  .refine((update) => Object.keys(update).length > 0, 'must name at least one of title, state')
  .meta({ id: 'TaskUpdate', minProperties: 1 });

export type TaskUpdate = z.infer<typeof taskUpdateSchema>;

/** A number in a query: digits only, in the one way in which OpenAPI's integers are written. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^-?\d{1,15}$/.test(text), 'must be a whole number, such as 10')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** Query of `GET /api/tasks`. */
export const taskListQuerySchema = z.strictObject({
  state: taskStateSchema.optional(),
  limit: wholeNumber(1, taskLimits.pageSize)
    .default(taskLimits.defaultPageSize)
    .meta({
      description: `Tasks on a page; ${taskLimits.defaultPageSize} where it is left out`,
      override: { type: 'integer', minimum: 1, maximum: taskLimits.pageSize },
    }),
  cursor: z.string().min(1).max(200).optional().meta({ description: '`nextCursor` of the page before' }),
});

export type TaskListQuery = z.output<typeof taskListQuerySchema>;

/** A page of tasks, newest first; `nextCursor` is null on the last one. */
export const taskPageSchema = z
  .object({ items: z.array(taskSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'TaskPage' });

export type TaskPage = z.infer<typeof taskPageSchema>;

/** The entity tag of a task's version, as in `ETag` and `If-Match` (RFC 9110, section 8.8.3). */
export function taskEtag(task: Pick<Task, 'version'>): string {
  return `"${task.version}"`;
}

/** Value of `X-Cache`: from the cache, from the database, or from the database because the cache could not be asked. */
export const cacheResultSchema = z.enum(['hit', 'miss', 'bypass']).meta({ id: 'CacheResult' });

export type CacheResult = z.infer<typeof cacheResultSchema>;
