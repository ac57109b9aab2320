import type { PerService } from '../services.ts';
import type { Settings } from './settings.ts';

/** URLs of what listens on this machine, to show to a person; the password is in `.env` only. */
export function serviceUrls({ user, database }: Settings, ports: PerService<number>): PerService<string> {
  return {
    database: `postgres://${encodeURIComponent(user)}@127.0.0.1:${ports.database}/${encodeURIComponent(database)}`,
    cache: `redis://127.0.0.1:${ports.cache}`,
    api: `http://localhost:${ports.api}`,
    frontend: `http://localhost:${ports.frontend}`,
  };
}

/** The same as seen from another container of the stack, where each service has its name and its own port. */
export function containerUrls({ user, database }: Settings): PerService<string> {
  return {
    database: `postgres://${encodeURIComponent(user)}@database:5432/${encodeURIComponent(database)}`,
    cache: 'redis://cache:6379',
    api: 'http://api:4000',
    frontend: 'http://frontend:3000',
  };
}
