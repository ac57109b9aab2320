/** Something of AWS that nothing on this machine can show. */
export interface Verification {
  readonly behaviour: string;
  /** How a person checks it in ten minutes; `N` stands for the environment's name in AWS, such as `shop-dev`. */
  readonly check: string;
  /** When it is right. */
  readonly right: string;
}

/** What to verify once in a real account, after the first deployment. docs/aws.md has the same table. */
export const verifications: readonly Verification[] = [
  {
    behaviour: 'Fargate gives the frontend a `/tmp` of its own user',
    check: '`make logs ENV=dev SERVICE=frontend FOLLOW=0`',
    right: 'no `Permission denied`',
  },
  {
    behaviour: 'tasks fetch images and the pinned versions of secrets',
    check:
      "`aws ecs describe-services --cluster N --services N-api N-frontend --query 'services[].events[:3].message'`",
    right: '`has reached a steady state`',
  },
  {
    behaviour: 'the deploy role suffices',
    check: 'run the pipeline once from an empty environment',
    right: 'no `not authorized` in its log',
  },
  {
    behaviour: 'the plan role suffices, and reads no secret',
    check:
      'open a pull request that touches `infra/`; then, as that role, `aws secretsmanager get-secret-value --secret-id N/cache-…`',
    right: 'a comment with the plan; `AccessDeniedException`',
  },
  {
    behaviour: "GitHub's tokens fit the trust policy",
    check: "the job's step `configure-aws-credentials`",
    right: '`Authenticated as assumedRoleId`',
  },
  {
    behaviour: 'a branch other than main may not deploy',
    check: 'push a branch with a workflow that names the environment `dev`',
    right: 'GitHub refuses the job by its branch policy',
  },
  {
    behaviour: 'ElastiCache takes a token by `ROTATE` on a group that has none, then `SET`',
    check: 'raise `password_versions.cache`, deploy, and meanwhile `while sleep 1; do make health ENV=dev; done`',
    right: '`cache` is healthy in every answer; the steps `passwords` and `retire` end',
  },
  {
    behaviour: '`ROTATE` with the token that is there already, after an interruption',
    check: 'Ctrl-C in the step `passwords`, and the same command again',
    right: 'it goes on; else set the token in the console, and run it again',
  },
  {
    behaviour: "the database's users take turns",
    check: 'raise `password_versions.database`, deploy with the same loop',
    right: '`database` is healthy in every answer',
  },
  {
    behaviour: "RDS takes the certificate check, and rotates its master's secret",
    check: '`aws secretsmanager rotate-secret --secret-id rds!…`, then deploy a migration',
    right: 'the migration succeeds',
  },
  {
    behaviour: "ECR keeps what has an environment's tag, and takes no signature away",
    check:
      '`aws ecr start-lifecycle-policy-preview --repository-name shop/api`, after a minute `get-lifecycle-policy-preview`',
    right: 'no tag of an environment in the list',
  },
  {
    behaviour: 'cosign verifies a week-old image',
    check: "approve production's deployment of last week",
    right: 'the step of the signature succeeds',
  },
  {
    behaviour: 'the circuit breaker goes back',
    check: 'deploy an image that exits at once',
    right: '`make deploy` fails and names it; `make health` shows the version before',
  },
  {
    behaviour: 'each way out of the network',
    check: '`cost = { egress = "endpoints" }`, deploy',
    right: 'tasks start without a public address',
  },
  {
    behaviour: 'certificate, records, redirect',
    check: 'with `domain`: `curl -sI http://app.example.com`',
    right: '301 to https, and no warning there',
  },
  {
    behaviour: "the firewall blocks, and its log has nobody's login",
    check: `\`curl "$URL/?a=<script>" -H 'authorization: x'\`; then the log group \`aws-waf-logs-N\``,
    right: '403; `REDACTED`',
  },
  {
    behaviour: 'alarms, budget and GuardDuty send mail',
    check:
      'confirm the subscription; `aws cloudwatch set-alarm-state --alarm-name N_api-5xx --state-value ALARM --state-reason test`; `aws guardduty create-sample-findings`',
    right: 'a mail for each',
  },
  {
    behaviour: 'off hours',
    check: '`off_hours` with a sleep in five minutes',
    right: 'no task; `make plan ENV=dev EMPTY=1` is empty',
  },
  {
    behaviour: 'failover',
    check: 'production: `aws rds reboot-db-instance --db-instance-identifier N --force-failover`',
    right: '`database` is healthy again within two minutes',
  },
  {
    behaviour: 'a session reaches the database',
    check: '`make database ENV=dev`, and the `psql` command that it prints',
    right: '`psql` answers `select 1`; after Ctrl-C the task is stopped',
  },
  {
    behaviour: 'a snapshot restores',
    check: '`make destroy ENV=dev`, `database_snapshot` as it says, `make deploy ENV=dev`',
    right: 'the rows are there',
  },
  {
    behaviour: 'destroy, then deploy again',
    check: '`make destroy ENV=dev`, after ten minutes `make deploy ENV=dev`',
    right: 'it deploys; where RDS made its log group anew, the step `infrastructure` takes it over',
  },
  {
    behaviour: 'prices',
    check: 'Cost Explorer, after a day, by the tag `Environment`',
    right: 'near [costs.md](costs.md)',
  },
];

/** The list for a person, in the words of an environment. @param prefix such as `shop-dev` */
export function verificationLines(prefix: string, environment: string): string[] {
  const inWords = (text: string) =>
    text
      .replaceAll('`', '')
      .replaceAll(/\bN(?![A-Za-z\d])/g, prefix)
      .replaceAll('ENV=dev', `ENV=${environment}`);
  return [
    'Verify once in this account what no test can show (docs/aws.md):',
    ...verifications.flatMap(({ behaviour, check, right }) => [
      `  ${inWords(behaviour)}`,
      `    ${inWords(check)}`,
      `    right when: ${inWords(right)}`,
    ]),
  ];
}
