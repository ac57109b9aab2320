import { Router } from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** What the tasks need from the application. */
export interface TasksDependencies {
  readonly pool: Pool;
  readonly cache: Redis;
  readonly cacheTtlSeconds: number;
  readonly log: Logger;
}

/** Routes of the tasks, to be mounted at `tasksPath`. */
export function createTasksRouter(_dependencies: TasksDependencies): Router {
  return Router();
}
