import { z } from 'zod';
import type { ZodOpenApiPathsObject, ZodOpenApiSecuritySchemeObject } from 'zod-openapi';
import { apiHeaders, apiProblems, json, noStore, problem, requestIdHeader } from './openapi-parts.ts';
import { openSessionsSchema, sessionPath, sessionSchema, sessionsPath } from './session.ts';

/** How a caller says who asks. */
export const identitySchemes: Readonly<Record<string, ZodOpenApiSecuritySchemeObject>> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description:
      'For people: `/auth/login` sends the browser to the identity provider, and comes back with this cookie. ' +
      'On http://localhost its name is `port-3000-session`, with the port',
  },
  bearerToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'For programs: an access token of the identity provider, for the audience of this API, ' +
      'with the scope `tasks:read` to read and `tasks:write` to change',
  },
};

/** Where sign-in may be off, nothing is needed; a document of an API where it is on leaves the first one out. */
export const needsIdentity = (scope?: string) => [
  {},
  { session: [] },
  { bearerToken: scope === undefined ? [] : [scope] },
];

/** The problem of operations that need to know who asks. */
export const identityProblems = {
  401: problem(
    'Nobody is signed in, or the bearer token is refused; cannot happen where sign-in is off',
    z.object({ 'X-Request-Id': requestIdHeader, 'WWW-Authenticate': z.string() }),
  ),
};

const sessionHeaders = apiHeaders.extend(noStore.shape);

export const sessionOperations: ZodOpenApiPathsObject = {
  [sessionPath]: {
    get: {
      operationId: 'getSession',
      tags: ['sign-in'],
      summary: 'Who asks, until when, and how to sign in; also for somebody who is not signed in',
      security: needsIdentity(),
      responses: {
        200: { description: 'Who asks', headers: sessionHeaders, content: json(sessionSchema) },
        ...identityProblems,
        ...apiProblems,
      },
    },
  },
  [sessionsPath]: {
    get: {
      operationId: 'listSessions',
      tags: ['sign-in'],
      summary: 'Where the caller is signed in; for an administrator, where everybody is',
      security: needsIdentity(),
      responses: {
        200: {
          description: 'The last begun first, 200 at most',
          headers: sessionHeaders,
          content: json(openSessionsSchema),
        },
        ...identityProblems,
        ...apiProblems,
      },
    },
  },
  [`${sessionsPath}/{id}`]: {
    delete: {
      operationId: 'endSession',
      tags: ['sign-in'],
      summary: 'Sign a browser out; within 5 s every process of the API knows',
      security: needsIdentity(),
      requestParams: { path: z.object({ id: z.uuid() }) },
      responses: {
        204: { description: 'Ended', headers: apiHeaders },
        404: problem('There is no such session in reach'),
        ...identityProblems,
        ...apiProblems,
      },
    },
  },
};
