import { once } from 'node:events';
import type { Server } from 'node:http';
import { tasksPath } from '@zero-to-running/contract/tasks';
import express from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { createErrorHandler, notFound } from '../http/error-handler.ts';
import { jsonBody } from '../http/json-body.ts';
import { identify } from '../http/request-id.ts';
import { createTasksRouter } from '../tasks/routes.ts';
import { silentLog } from './log.ts';

/** The tasks behind HTTP, with only what they need around them. */
export interface TasksServer {
  /** Sends a request below the path of the tasks. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export async function startTasksServer(pool: Pool, cache: Redis, cacheTtlSeconds = 30): Promise<TasksServer> {
  const app = express()
    .disable('etag')
    .use(identify)
    .use(jsonBody)
    .use(tasksPath, createTasksRouter({ pool, cache, cacheTtlSeconds, log: silentLog }))
    .use(notFound)
    .use(createErrorHandler(silentLog));
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    request: (path, init) => fetch(`http://127.0.0.1:${address.port}${tasksPath}${path}`, init),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
