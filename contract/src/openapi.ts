import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { healthHistorySchema } from '@zero-to-running/health/contract/history';
import {
  healthReportSchema,
  healthSummarySchema,
  healthPaths,
  livenessSchema,
  readinessSchema,
  serviceHealthSchema,
  serviceSummarySchema,
} from '@zero-to-running/health/contract/report';
import { healthEventName } from '@zero-to-running/health/contract/protocol';
import {
  apiHeaders,
  apiProblems,
  forbidden,
  json,
  noStore,
  problem,
  requestIdHeader,
  retryHeaders,
} from './openapi-parts.ts';
import { identityProblems, identitySchemes, needsIdentity, sessionOperations } from './openapi-session.ts';
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

const taskNotFound = problem('There is no such task in reach');

/** The problem of operations that take a body. */
const bodyProblems = {
  422: problem('The body is well-formed, but a field is not as described; `errors` names each'),
};

const detailSecurity = [{}, { detailToken: [] }];

function healthResponses(healthy: string, unhealthy: string, schema: z.core.$ZodType): ZodOpenApiResponsesObject {
  return {
    200: { description: healthy, headers: noStore, content: json(schema) },
    403: forbidden,
    503: { description: unhealthy, headers: noStore, content: json(schema) },
  };
}

/** One event of the stream; `data` is what `/health/all` answers at that moment. */
const healthEventSchema = z
  .object({
    event: z.literal(healthEventName),
    data: z.string().meta({
      description: 'The report as JSON on one line',
      override: {
        contentMediaType: 'application/json',
        contentSchema: {
          anyOf: [{ $ref: '#/components/schemas/HealthReport' }, { $ref: '#/components/schemas/HealthSummary' }],
        },
      },
    }),
  })
  .meta({ id: 'HealthEvent', description: 'One server-sent event; there is one at least every 2 seconds' });

const healthOperations: ZodOpenApiPathsObject = {
  [healthPaths.live]: {
    get: {
      operationId: 'getLiveness',
      tags: ['health'],
      summary: 'Whether the process serves; touches no dependency',
      responses: {
        200: { description: 'It does', headers: noStore, content: json(livenessSchema) },
        403: forbidden,
      },
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
      responses: healthResponses(
        'Status `ok` or `degraded`',
        'Status `error`',
        z.union([healthReportSchema, healthSummarySchema]),
      ),
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
          description: 'Events as described, without end',
          headers: noStore,
          content: { 'text/event-stream': { schema: healthEventSchema } },
        },
        403: forbidden,
        503: problem('Too many readers, or the process is draining', retryHeaders),
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
        401: problem(
          'Details need the token',
          z.object({ 'X-Request-Id': requestIdHeader, 'WWW-Authenticate': z.string() }),
        ),
        403: forbidden,
      },
    },
  },
};

const taskId = z.object({ id: taskSchema.shape.id });

const etag = z.string().meta({ description: 'Version of the task', example: '"3"' });

const taskHeaders = apiHeaders.extend({ ETag: etag });

const readHeaders = { 'X-Cache': cacheResultSchema, 'Cache-Control': z.literal('private, no-cache') };

const ifMatch = etag.meta({ description: 'ETag of the version the change is based on, or `*`', example: '"3"' });

const taskOperations: ZodOpenApiPathsObject = {
  [tasksPath]: {
    get: {
      operationId: 'listTasks',
      tags: ['tasks'],
      security: needsIdentity('tasks:read'),
      summary: 'A page of tasks, newest first',
      requestParams: { query: taskListQuerySchema },
      responses: {
        200: { description: 'A page', headers: apiHeaders.extend(readHeaders), content: json(taskPageSchema) },
        ...identityProblems,
        ...apiProblems,
      },
    },
    post: {
      operationId: 'createTask',
      tags: ['tasks'],
      security: needsIdentity('tasks:write'),
      summary: 'Create a task',
      requestParams: {
        header: z.object({
          'Idempotency-Key': z
            .string()
            .min(1)
            .max(taskLimits.idempotencyKeyLength)
            .optional()
            .meta({
              description:
                "A repeated request with the same key and body gets the first one's answer for 24 hours, " +
                'also when the task has been changed or deleted since',
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
        ...identityProblems,
        ...apiProblems,
        ...bodyProblems,
        409: problem('A request with this Idempotency-Key is in progress', retryHeaders),
      },
    },
  },
  [`${tasksPath}/{id}`]: {
    get: {
      operationId: 'getTask',
      tags: ['tasks'],
      security: needsIdentity('tasks:read'),
      summary: 'One task',
      requestParams: { path: taskId, header: z.object({ 'If-None-Match': z.string().optional() }) },
      responses: {
        200: { description: 'The task', headers: taskHeaders.extend(readHeaders), content: json(taskSchema) },
        304: { description: 'Still the version of If-None-Match', headers: taskHeaders.extend(readHeaders) },
        404: taskNotFound,
        ...identityProblems,
        ...apiProblems,
      },
    },
    patch: {
      operationId: 'updateTask',
      tags: ['tasks'],
      security: needsIdentity('tasks:write'),
      summary: 'Change a task',
      requestParams: { path: taskId, header: z.object({ 'If-Match': ifMatch }) },
      requestBody: { required: true, content: json(taskUpdateSchema) },
      responses: {
        200: { description: 'The changed task', headers: taskHeaders, content: json(taskSchema) },
        404: taskNotFound,
        412: problem('The task has changed since the version of If-Match'),
        428: problem('If-Match is missing'),
        ...identityProblems,
        ...apiProblems,
        ...bodyProblems,
      },
    },
    delete: {
      operationId: 'deleteTask',
      tags: ['tasks'],
      security: needsIdentity('tasks:write'),
      summary: 'Delete a task',
      requestParams: { path: taskId, header: z.object({ 'If-Match': ifMatch.optional() }) },
      responses: {
        204: { description: 'Deleted', headers: apiHeaders },
        404: taskNotFound,
        412: problem('The task has changed since the version of If-Match'),
        ...identityProblems,
        ...apiProblems,
      },
    },
  },
};

/**
 * The schemas are made for reading: what is missing gets a value, and what is not known is ignored. A document describes
 * what is written: a default would make generated clients take a missing field for one that is always there, and a closed
 * object would break them at the next field.
 */
function describeWhatIsWritten(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  if ('default' in part) delete part.default;
  Object.values(part).forEach(describeWhatIsWritten);
}

/**
 * The OpenAPI 3.1 document of the API, made from the same schemas that validate its traffic.
 * @param api its title, and its version as in the health report
 */
export function openApiDocument({ title, version }: { readonly title: string; readonly version: string }) {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: { title, version, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'Where this document comes from' }],
      // Open to all; where an operation takes a token, it says so.
      security: [],
      tags: [
        { name: 'health', description: 'State of the system' },
        { name: 'sign-in', description: 'Who asks' },
        { name: 'tasks', description: 'The sample resource' },
      ],
      components: { securitySchemes: { detailToken: { type: 'http', scheme: 'bearer' }, ...identitySchemes } },
      paths: { ...healthOperations, ...sessionOperations, ...taskOperations },
    },
    {
      override({ jsonSchema, io }) {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );
  describeWhatIsWritten(document);
  return document;
}
