import type { Piece } from './rehearsal.ts';

export interface RehearsedPiece extends Piece {
  /** Whose rules hold of it. */
  readonly environment?: 'dev' | 'production';
  /** What the later plan does. */
  readonly changes: readonly string[];
  /** ARNs of what destroying leaves. */
  readonly leaves: readonly RegExp[];
}

/** What only a task's environment shows, which is known when it is applied. */
export const otherOrigin = 'https://other.example.com';

const origins = `-var=cors_origins=["${otherOrigin}"]`;

/** A release as variables; its images have this letter all over their digests. */
export function release(letter: string): string[] {
  const images = ['api', 'frontend'].map((name) => `-var=${name}_image=registry/${name}@sha256:${letter.repeat(64)}`);
  return [...images, `-var=app_version=1.0.0+${letter}`];
}

const repository = '-var=github_repository={owner="acme",name="app",owner_id="1",id="2"}';

const newRelease = [
  'replace module.application.module.api.aws_ecs_task_definition.one_off["database"]: container_definitions',
  'replace module.application.module.api.aws_ecs_task_definition.one_off["migration"]: container_definitions',
  'replace module.application.module.api.aws_ecs_task_definition.this: container_definitions',
  'replace module.application.module.frontend.aws_ecs_task_definition.this: container_definitions',
  'update module.application.module.api.aws_ecs_service.this: task_definition',
  'update module.application.module.frontend.aws_ecs_service.this: task_definition',
];

/** Costs nothing, but for the snapshots: ECS shows as inactive, EC2 as deleted, what was there; the key goes after a week. */
const traces = [
  /:ec2:.*:natgateway\//,
  /:ecs:.*:(?:cluster|service|task-definition)\//,
  /:kms:.*:key\//,
  /:rds:.*:snapshot:zero-to-running-\w+-final-\d+$/,
  // An automated backup, which RDS keeps for as long as it was asked to.
  /:rds:.*:snapshot:rds:/,
];

// No budget, for the mock never has one that is made.
const watch = ['-var=alarm_emails=["team@example.com"]', '-var=enable_guardduty=true'];

/** Everything that is applied, the longest first. */
export const pieces: readonly RehearsedPiece[] = [
  {
    path: 'environments/production',
    environment: 'production',
    tasks: 2,
    variables: [...release('a'), origins],
    later: [...release('b'), origins],
    unprotect: (module) => module.edit('main.tf', 'protected = true', 'protected = false'),
    changes: newRelease,
    leaves: traces,
  },
  {
    path: 'environments/dev',
    environment: 'dev',
    variables: [...release('a'), origins],
    later: [...release('b'), origins],
    changes: newRelease,
    leaves: traces,
  },
  {
    path: 'bootstrap',
    variables: [repository, ...watch],
    later: [repository, ...watch, '-var=enable_force_destroy=true'],
    changes: [
      'update aws_s3_bucket.state: force_destroy',
      // The same afterwards, but read when the bucket has been changed.
      'update aws_s3_bucket_policy.state: policy',
      'update module.registry[0].aws_ecr_repository.this["api"]: force_delete',
      'update module.registry[0].aws_ecr_repository.this["frontend"]: force_delete',
    ],
    // A key goes after a week.
    leaves: [/:kms:.*:key\//],
  },
];
