import {
  type CacheResult,
  taskCreateSchema,
  taskEtag,
  taskLimits,
  taskListQuerySchema,
  taskSchema,
  tasksPath,
  taskUpdateSchema,
} from '@app/contract/tasks';
import { type Request, type Response, Router } from 'express';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { z } from 'zod';
import { reachOf } from '../../auth/identity.ts';
import { CacheAside } from '../../cache.ts';
import type { Database } from '../../db/query.ts';
import { noneMatchNames, requireIfMatch, versionsOf } from '../../http/entity-tags.ts';
import { methodNotAllowed } from '../../http/methods.ts';
import { parseBody, parseParams, parsePart, parseQuery } from '../../http/validate.ts';
import { createTaskService } from './service.ts';

/** What the tasks need from the application. */
export interface TasksDependencies {
  readonly db: Database;
  readonly cache: Redis;
  readonly cacheTtlSeconds: number;
  readonly log: Logger;
}

const params = z.object({ id: taskSchema.shape.id.toLowerCase() });

const keyHeader = z.object({ 'Idempotency-Key': z.string().min(1).max(taskLimits.idempotencyKeyLength).optional() });

const idOf = (req: Request): string => parseParams(params, req).id;

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

/** Routes of the tasks, to be mounted at `tasksPath`; the body has been parsed before. Errors as domain errors or HttpProblem. */
export function createTasksRouter({ db, cache, cacheTtlSeconds, log }: TasksDependencies): Router {
  const tasks = createTaskService(db, new CacheAside({ client: cache, ttlSeconds: cacheTtlSeconds }), log);
  const router = Router();

  router
    .route('/')
    .get(async (req, res) => {
      const { result, value } = await tasks.list(reachOf(req), parseQuery(taskListQuerySchema, req));
      describeRead(res, result);
      sendJson(res, value);
    })
    .post(async (req, res) => {
      const headers = parsePart('header', keyHeader, { 'Idempotency-Key': req.get('idempotency-key') });
      const { title, state } = parseBody(taskCreateSchema, req);
      const { task, replayed } = await tasks.create(reachOf(req), title, state, headers['Idempotency-Key']);
      if (replayed) res.setHeader('Idempotency-Replayed', 'true');
      res.setHeader('Location', `${tasksPath}/${task.id}`);
      res.setHeader('ETag', taskEtag(task));
      res.status(201).json(task);
    })
    .all(methodNotAllowed(['GET', 'POST']));

  router
    .route('/:id')
    .get(async (req, res) => {
      const { result, etag, body } = await tasks.get(reachOf(req), idOf(req));
      describeRead(res, result);
      res.setHeader('ETag', etag);
      if (noneMatchNames(req.headers['if-none-match'], etag)) res.status(304).end();
      else sendJson(res, body);
    })
    .patch(async (req, res) => {
      const id = idOf(req);
      const versions = versionsOf(requireIfMatch(req.headers['if-match']));
      const task = await tasks.update(reachOf(req), id, parseBody(taskUpdateSchema, req), versions);
      res.setHeader('ETag', taskEtag(task));
      res.json(task);
    })
    .delete(async (req, res) => {
      const ifMatch = req.headers['if-match'];
      await tasks.remove(reachOf(req), idOf(req), ifMatch === undefined ? undefined : versionsOf(ifMatch));
      res.status(204).end();
    })
    .all(methodNotAllowed(['GET', 'PATCH', 'DELETE']));

  return router;
}
