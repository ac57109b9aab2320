import { docker } from '../../containers/support/docker.ts';

/** Stands in for ECR, of which the mock AWS has no registry to push to. */
export interface Registry {
  /** Such as `127.0.0.1:32768` */
  readonly host: string;
  remove(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
  const id = await docker('run', '--detach', '--publish', '127.0.0.1::5000', 'registry:2');
  const [host = ''] = (await docker('port', id, '5000')).split('\n');
  return {
    host,
    async remove() {
      const tags = await docker('images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', `reference=${host}/*/*`);
      const images = tags.split('\n').filter(Boolean);
      if (images.length > 0) await docker('rmi', '--force', ...images);
      await docker('rm', '--force', '--volumes', id);
    },
  };
}
