import assert from 'node:assert/strict';
import type { StackErrorCode } from '../stack-error.ts';
import { explainAwsError } from './aws-errors.ts';

const lock = `
│ Error: Error acquiring the state lock
│ 
│ Error message: operation error S3: PutObject, https response error
│ StatusCode: 412, RequestID: x, HostID: y, api error PreconditionFailed: At
│ least one of the pre-conditions you specified did not hold
│ Lock Info:
│   ID:        0d3f7bb4-3d28-d9c2-7d2a-0c3a2b1f7b2e
│   Path:      zero-to-running-tfstate/dev/terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       ana@laptop
│   Version:   1.11.4
│   Created:   2026-11-25 12:00:00.5 +0000 UTC
│   Info:      
`;

describe('known errors of AWS and Terraform', () => {
  const cases: readonly {
    readonly text: string;
    readonly code: StackErrorCode;
    readonly message: RegExp;
    readonly fix: RegExp;
  }[] = [
    {
      text: lock,
      code: 'state-locked',
      message: /locked: ana@laptop has been at it since 2026-11-25 12:00/,
      fix: /force-unlock 0d3f7bb4-3d28/,
    },
    {
      text: 'Error: AWS account ID not allowed: 999999999999',
      code: 'aws-wrong-account',
      message: /account 999999999999/,
      fix: /allowed_account_ids/,
    },
    {
      text: 'api error ExpiredToken: The provided token has expired.',
      code: 'aws-credentials',
      message: /have expired/,
      fix: /aws sso login/,
    },
    {
      text: 'ExpiredTokenException: The security token included in the request is expired',
      code: 'aws-credentials',
      message: /have expired/,
      fix: /aws sso login/,
    },
    {
      text: 'CredentialsProviderError: Could not load credentials from any providers',
      code: 'aws-credentials',
      message: /No AWS credentials/,
      fix: /aws configure sso/,
    },
    {
      text: 'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:x because no policy allows it',
      code: 'aws-denied',
      message: /do not allow ecs:RunTask on arn:aws:ecs:x/,
      fix: /ecs:RunTask/,
    },
    {
      text: 'Error: No valid credential sources found',
      code: 'aws-credentials',
      message: /No AWS credentials/,
      fix: /AWS_PROFILE/,
    },
    {
      text: 'InvalidClientTokenId: The security token included in the request is invalid.',
      code: 'aws-credentials',
      message: /rejects these credentials \(InvalidClientTokenId\)/,
      fix: /AWS_PROFILE/,
    },
    {
      text: 'SignatureDoesNotMatch: Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z',
      code: 'aws-clock',
      message: /clock is wrong/,
      fix: /timedatectl/,
    },
    {
      text: 'UnauthorizedOperation: You are not authorized to perform this operation.',
      code: 'aws-denied',
      message: /lack a permission/,
      fix: /make bootstrap/,
    },
    { text: 'Error: Region is missing', code: 'aws-region', message: /No AWS region/, fix: /terraform\.tfvars/ },
    {
      text: 'Error: invalid AWS Region: eu-centrl-1',
      code: 'aws-region',
      message: /no AWS region eu-centrl-1/,
      fix: /terraform\.tfvars/,
    },
    {
      text: 'api error OptInRequired: You are not subscribed to this service',
      code: 'aws-region',
      message: /has not enabled this region/,
      fix: /AWS Regions/,
    },
    {
      text: 'ThrottlingException: Rate exceeded',
      code: 'aws-throttled',
      message: /more requests .*ThrottlingException/,
      fix: /Wait a minute/,
    },
    {
      text: 'api error RequestLimitExceeded: Request limit exceeded.',
      code: 'aws-throttled',
      message: /RequestLimitExceeded/,
      fix: /same command again/,
    },
    {
      text: "ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: v2",
      code: 'aws-not-found',
      message: /has no value/,
      fix: /make deploy/,
    },
    { text: 'api error InternalFailure: x', code: 'aws-fault', message: /fault of its own/, fix: /health\.aws/ },
    {
      text: 'api error InstanceQuotaExceeded: You have 40 of 40 instances',
      code: 'aws-quota',
      message: /quota .*InstanceQuotaExceeded.*40 of 40/,
      fix: /Service Quotas/,
    },
    {
      text: 'Error: S3 bucket "x" does not exist.',
      code: 'state-missing',
      message: /state bucket does not exist/,
      fix: /make bootstrap/,
    },
    {
      text: 'connect ECONNREFUSED 127.0.0.1:1',
      code: 'aws-unreachable',
      message: /cannot be reached/,
      fix: /Internet/,
    },
  ];
  for (const { text, code, message, fix } of cases) {
    it(`explains: ${text.trim().split('\n', 1)[0]?.slice(0, 70)}`, () => {
      const error = explainAwsError(text);
      assert.equal(error?.code, code);
      assert.match(error?.message ?? '', message);
      assert.match(error?.fix.join('\n') ?? '', fix);
    });
  }

  it('leaves what it does not know to its caller', () => {
    assert.equal(explainAwsError('Error: Unsupported argument'), undefined);
  });
});
