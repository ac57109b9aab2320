import {
  type CacheResult,
  taskCreateSchema,
  taskEtag,
  taskLimits,
  taskListQuerySchema,
  taskSchema,
  tasksPath,
  taskUpdateSchema,
} from '@zero-to-running/contract/tasks';
import { type Request, type Response, Router } from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { CacheAside } from '../cache/cache-aside.ts';
import { methodNotAllowed } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { parseBody, parseParams, parsePart, parseQuery } from '../http/validate.ts';
import { noneMatchNames, parseIfMatch } from './entity-tags.ts';
import { createTaskService } from './service.ts';
import type { Versions } from './store.ts';

/** What the tasks need from the application. */
export interface TasksDependencies {
  readonly pool: Pool;
  readonly cache: Redis;
  readonly cacheTtlSeconds: number;
  readonly log: Logger;
}

const params = z.object({ id: taskSchema.shape.id.toLowerCase() });

const keyHeader = z.object({ 'Idempotency-Key': z.string().min(1).max(taskLimits.idempotencyKeyLength).optional() });

const idOf = (req: Request): string => parseParams(params, req).id;

/** PostgreSQL's integer: no task has a version that does not fit. */
const maxVersion = 2 ** 31 - 1;

function versionOf(tag: string): number[] {
  const version = Number(/^"([1-9]\d{0,9})"$/.exec(tag)?.[1]);
  return version <= maxVersion ? [version] : [];
}

/** The versions that If-Match allows; undefined for all. A tag that no version has stays out, and so matches nothing. */
function versionsOf(ifMatch: string): Versions {
  const tags = parseIfMatch(ifMatch);
  return tags === '*' ? undefined : tags.flatMap(versionOf);
}

function required(ifMatch: string | undefined): string {
  if (ifMatch !== undefined) return ifMatch;
  throw new HttpProblem('precondition-required', {
    detail: 'If-Match is missing: send the ETag of the version that the change is based on, or * for any',
    errors: [{ in: 'header', field: 'If-Match', message: 'is required' }],
  });
}

/** Sends JSON that is text already; `res.json` would have to make it again. */
function sendJson(res: Response, body: string): void {
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

function describeRead(res: Response, result: CacheResult): void {
  res.setHeader('X-Cache', result);
  // Whoever keeps it, a browser above all, has to ask whether it still holds.
  res.setHeader('Cache-Control', 'private, no-cache');
}

/** Routes of the tasks, to be mounted at `tasksPath`; the body has been parsed before. Errors as HttpProblem. */
export function createTasksRouter({ pool, cache, cacheTtlSeconds, log }: TasksDependencies): Router {
  const tasks = createTaskService(pool, new CacheAside({ client: cache, ttlSeconds: cacheTtlSeconds }), log);
  const router = Router();

  router
    .route('/')
    .get(async (req, res) => {
      const { result, value } = await tasks.list(parseQuery(taskListQuerySchema, req));
      describeRead(res, result);
      sendJson(res, value);
    })
    .post(async (req, res) => {
      const headers = parsePart('header', keyHeader, { 'Idempotency-Key': req.get('idempotency-key') });
      const { title, state } = parseBody(taskCreateSchema, req);
      const { task, replayed } = await tasks.create(title, state, headers['Idempotency-Key']);
      if (replayed) res.setHeader('Idempotency-Replayed', 'true');
      res.setHeader('Location', `${tasksPath}/${task.id}`);
      res.setHeader('ETag', taskEtag(task));
      res.status(201).json(task);
    })
    .all(methodNotAllowed(['GET', 'POST']));

  router
    .route('/:id')
    .get(async (req, res) => {
      const { result, etag, body } = await tasks.get(idOf(req));
      describeRead(res, result);
      res.setHeader('ETag', etag);
      if (noneMatchNames(req.headers['if-none-match'], etag)) res.status(304).end();
      else sendJson(res, body);
    })
    .patch(async (req, res) => {
      const id = idOf(req);
      const versions = versionsOf(required(req.headers['if-match']));
      const task = await tasks.update(id, parseBody(taskUpdateSchema, req), versions);
      res.setHeader('ETag', taskEtag(task));
      res.json(task);
    })
    .delete(async (req, res) => {
      const ifMatch = req.headers['if-match'];
      await tasks.remove(idOf(req), ifMatch === undefined ? undefined : versionsOf(ifMatch));
      res.status(204).end();
    })
    .all(methodNotAllowed(['GET', 'PATCH', 'DELETE']));

  return router;
}
