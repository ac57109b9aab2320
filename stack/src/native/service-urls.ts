import type { Settings } from '../environment/settings.ts';
import type { PerService } from '../services.ts';

/** URLs to show to a person; the password is in `.env` only. */
export function serviceUrls({ user, database }: Settings, ports: PerService<number>): PerService<string> {
  return {
    database: `postgres://${encodeURIComponent(user)}@127.0.0.1:${ports.database}/${encodeURIComponent(database)}`,
    cache: `redis://127.0.0.1:${ports.cache}`,
    api: `http://localhost:${ports.api}`,
    frontend: `http://localhost:${ports.frontend}`,
  };
}
