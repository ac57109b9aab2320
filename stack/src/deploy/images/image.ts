/** The images that are deployed. */
export const imageNames = ['api', 'frontend'] as const;

export type ImageName = (typeof imageNames)[number];

const repositories: Readonly<Record<ImageName, string>> = {
  api: 'zero-to-running/api',
  frontend: 'zero-to-running/frontend',
};

/** @param registry host, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com` */
export function repositoryOf(registry: string, name: ImageName): string {
  return `${registry}/${repositories[name]}`;
}

/** The account's own registry. */
export function accountRegistry(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

export const digestPattern = /^\S+@sha256:[0-9a-f]{64}$/;
