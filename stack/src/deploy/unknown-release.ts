import { accountRegistry, repositoryOf } from './images/image.ts';
import type { Release } from './journal.ts';

/** Stands for images that are not built yet, in plans that are never carried out. */
export function unknownRelease(account: string, region: string): Release {
  const registry = accountRegistry(account, region);
  const digest = `sha256:${'0'.repeat(64)}`;
  return {
    version: '0.0.0',
    apiImage: `${repositoryOf(registry, 'api')}@${digest}`,
    frontendImage: `${repositoryOf(registry, 'frontend')}@${digest}`,
  };
}
