import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { healthHistorySchema } from './health-history.ts';
import {
  healthAnswerSchema,
  healthPaths,
  livenessSchema,
  readinessSchema,
  serviceHealthSchema,
  serviceSummarySchema,
} from './health.ts';
import { problemMediaType, problemSchema } from './problem.ts';
import {
  cacheResultSchema,
  taskCreateSchema,
  taskLimits,
  taskListQuerySchema,
  taskPageSchema,
  taskSchema,
  tasksPath,
  taskUpdateSchema,
} from './tasks.ts';

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

const problem = (description: string) => ({ description, content: { [problemMediaType]: { schema: problemSchema } } });

const malformed = problem('A parameter, a header or the body is not as described');
const tooMany = problem('Too many requests from this address; `Retry-After` says when to try again');
const unavailable = problem('The database cannot be reached');
const taskNotFound = problem('There is no such task');

/** Problems that every operation below `/api` can answer with; a body is read whether it is wanted or not. */
const apiProblems = {
  400: malformed,
  413: problem('The body is larger than 100 kB'),
  415: problem('The body is not application/json'),
  429: tooMany,
  503: unavailable,
};

/** The problem of operations that take a body. */
const bodyProblems = {
  422: problem('The body is well-formed, but a field is not as described; `errors` names each'),
};

const noStore = z.object({ 'Cache-Control': z.literal('no-store') });

const detailSecurity = [{}, { detailToken: [] }];

function healthResponses(healthy: string, unhealthy: string, schema: z.ZodType): ZodOpenApiResponsesObject {
  return {
    200: { description: healthy, headers: noStore, content: json(schema) },
    503: { description: unhealthy, headers: noStore, content: json(schema) },
  };
}

const healthOperations: ZodOpenApiPathsObject = {
  [healthPaths.live]: {
    get: {
      operationId: 'getLiveness',
      tags: ['health'],
      summary: 'Whether the process serves; touches no dependency',
      responses: { 200: { description: 'It does', headers: noStore, content: json(livenessSchema) } },
    },
  },
  [healthPaths.ready]: {
    get: {
      operationId: 'getReadiness',
      tags: ['health'],
      summary: 'Whether traffic should come; not tied to dependencies',
      responses: healthResponses('It should', 'The process is starting or draining', readinessSchema),
    },
  },
  [healthPaths.database]: {
    get: {
      operationId: 'getDatabaseHealth',
      tags: ['health'],
      summary: 'PostgreSQL alone',
      security: detailSecurity,
      responses: healthResponses('Healthy', 'Unhealthy', z.union([serviceHealthSchema, serviceSummarySchema])),
    },
  },
  [healthPaths.cache]: {
    get: {
      operationId: 'getCacheHealth',
      tags: ['health'],
      summary: 'Redis alone',
      security: detailSecurity,
      responses: healthResponses('Healthy', 'Unhealthy', z.union([serviceHealthSchema, serviceSummarySchema])),
    },
  },
  [healthPaths.all]: {
    get: {
      operationId: 'getHealthReport',
      tags: ['health'],
      summary: 'The whole report',
      security: detailSecurity,
      responses: healthResponses('Status `ok` or `degraded`', 'Status `error`', healthAnswerSchema),
    },
  },
  [healthPaths.stream]: {
    get: {
      operationId: 'streamHealthReports',
      tags: ['health'],
      summary: 'The whole report as server-sent events: at once, on every change, and as a heartbeat',
      security: detailSecurity,
      responses: {
        200: {
          description: 'Events named `report`',
          headers: noStore,
          content: { 'text/event-stream': { schema: z.string() } },
        },
        503: problem('Too many readers, or the process is draining'),
      },
    },
  },
  [healthPaths.history]: {
    get: {
      operationId: 'getHealthHistory',
      tags: ['health'],
      summary: "Each service's last changes and samples",
      security: detailSecurity,
      responses: {
        200: { description: 'Oldest first', headers: noStore, content: json(healthHistorySchema) },
        401: problem('Details need the token'),
      },
    },
  },
};

const taskId = z.object({ id: taskSchema.shape.id });

const etag = z.string().meta({ description: 'Version of the task', example: '"3"' });

const taskHeaders = z.object({ ETag: etag });

const cacheHeader = z.object({ 'X-Cache': cacheResultSchema });

const ifMatch = etag.meta({ description: 'ETag of the version the change is based on, or `*`', example: '"3"' });

const taskOperations: ZodOpenApiPathsObject = {
  [tasksPath]: {
    get: {
      operationId: 'listTasks',
      tags: ['tasks'],
      summary: 'A page of tasks, newest first',
      requestParams: { query: taskListQuerySchema },
      responses: {
        200: { description: 'A page', headers: cacheHeader, content: json(taskPageSchema) },
        ...apiProblems,
      },
    },
    post: {
      operationId: 'createTask',
      tags: ['tasks'],
      summary: 'Create a task',
      requestParams: {
        header: z.object({
          'Idempotency-Key': z.string().min(1).max(taskLimits.idempotencyKeyLength).optional().meta({
            description: "A repeated request with the same key and body gets the first one's answer",
          }),
        }),
      },
      requestBody: { required: true, content: json(taskCreateSchema) },
      responses: {
        201: {
          description: 'Created',
          headers: taskHeaders.extend({
            Location: z.string(),
            'Idempotency-Replayed': z.literal('true').optional(),
          }),
          content: json(taskSchema),
        },
        ...apiProblems,
        ...bodyProblems,
        409: problem('A request with this Idempotency-Key is being worked on'),
      },
    },
  },
  [`${tasksPath}/{id}`]: {
    get: {
      operationId: 'getTask',
      tags: ['tasks'],
      summary: 'One task',
      requestParams: { path: taskId, header: z.object({ 'If-None-Match': z.string().optional() }) },
      responses: {
        200: { description: 'The task', headers: taskHeaders.extend(cacheHeader.shape), content: json(taskSchema) },
        304: { description: 'Still the version of If-None-Match' },
        404: taskNotFound,
        ...apiProblems,
      },
    },
    patch: {
      operationId: 'updateTask',
      tags: ['tasks'],
      summary: 'Change a task',
      requestParams: { path: taskId, header: z.object({ 'If-Match': ifMatch }) },
      requestBody: { required: true, content: json(taskUpdateSchema) },
      responses: {
        200: { description: 'The changed task', headers: taskHeaders, content: json(taskSchema) },
        404: taskNotFound,
        412: problem('The task has changed since the version of If-Match'),
        428: problem('If-Match is missing'),
        ...apiProblems,
        ...bodyProblems,
      },
    },
    delete: {
      operationId: 'deleteTask',
      tags: ['tasks'],
      summary: 'Delete a task',
      requestParams: { path: taskId, header: z.object({ 'If-Match': ifMatch.optional() }) },
      responses: {
        204: { description: 'Deleted' },
        404: taskNotFound,
        412: problem('The task has changed since the version of If-Match'),
        ...apiProblems,
      },
    },
  },
};

/**
 * The OpenAPI 3.1 document of the API, made from the same schemas that validate its traffic.
 * @param version the API's version, as in the health report
 */
export function openApiDocument(version: string) {
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Zero to Running', version, license: { name: 'MIT', identifier: 'MIT' } },
    tags: [
      { name: 'health', description: 'State of the system' },
      { name: 'tasks', description: 'The sample resource' },
    ],
    components: { securitySchemes: { detailToken: { type: 'http', scheme: 'bearer' } } },
    paths: { ...healthOperations, ...taskOperations },
  });
}
