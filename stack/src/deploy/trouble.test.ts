import assert from 'node:assert/strict';
import { explainTrouble } from './trouble.ts';

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

describe('troubles of AWS and Terraform', () => {
  const cases = [
    {
      text: lock,
      message: /locked: ana@laptop has been at it since 2026-11-25 12:00/,
      fix: /force-unlock 0d3f7bb4-3d28/,
    },
    {
      text: 'Error: AWS account ID not allowed: 999999999999',
      message: /account 999999999999/,
      fix: /allowed_account_ids/,
    },
    {
      text: 'api error ExpiredToken: The provided token has expired.',
      message: /have expired/,
      fix: /aws sso login/,
    },
    {
      text: 'ExpiredTokenException: The security token included in the request is expired',
      message: /have expired/,
      fix: /aws sso login/,
    },
    {
      text: 'CredentialsProviderError: Could not load credentials from any providers',
      message: /no AWS credentials/,
      fix: /aws configure sso/,
    },
    {
      text: 'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:x because no policy allows it',
      message: /may not ecs:RunTask on arn:aws:ecs:x/,
      fix: /ecs:RunTask/,
    },
    {
      text: 'api error InstanceQuotaExceeded: You have 40 of 40 instances',
      message: /quota .*InstanceQuotaExceeded.*40 of 40/,
      fix: /Service Quotas/,
    },
    { text: 'Error: S3 bucket "x" does not exist.', message: /bucket for the state/, fix: /make bootstrap/ },
    { text: 'connect ECONNREFUSED 127.0.0.1:1', message: /cannot be reached/, fix: /Internet/ },
  ];
  for (const { text, message, fix } of cases) {
    it(`explains: ${text.trim().split('\n', 1)[0]?.slice(0, 70)}`, () => {
      const error = explainTrouble(text);
      assert.match(error?.message ?? '', message);
      assert.match(error?.fix.join('\n') ?? '', fix);
    });
  }

  it('leaves what it does not know to its caller', () => {
    assert.equal(explainTrouble('Error: Unsupported argument'), undefined);
  });
});
