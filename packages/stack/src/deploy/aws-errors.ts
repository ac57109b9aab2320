import { StackError, type StackErrorCode } from '../stack-error.ts';

interface KnownError {
  readonly code: StackErrorCode;
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray) => { message: string; fix: readonly string[] };
}

const renewFix = [
  'With IAM Identity Center: aws sso login',
  'Otherwise get new ones, and name the profile: export AWS_PROFILE=…',
  'Then run the same command again: it continues where it stopped.',
];

const again = 'Run the same command again: it continues where it stopped.';

/** What AWS and Terraform fail with, whichever of the two says so. The first that fits is told. */
const knownErrors: readonly KnownError[] = [
  {
    code: 'state-locked',
    pattern: /Error acquiring the state lock[^]*?Lock Info:[^]*?ID:\s+(\S+)[^]*?Who:\s+(\S+)[^]*?Created:\s+([^\n│]+)/,
    explain: ([, id = '', who = '', created = '']) => ({
      message: `The state is locked: ${who} has been at it since ${created.trim()}`,
      fix: [
        'Wait until that run has ended, and run the same command again.',
        `If it was killed: terraform force-unlock ${id}, in the folder of the environment.`,
      ],
    }),
  },
  {
    code: 'aws-wrong-account',
    pattern: /AWS account ID not allowed: (\d+)|account ID \((\d+)\)[^\n]*not allowed/i,
    explain: ([, id, other]) => wrongAccount(id ?? other ?? 'of these credentials'),
  },
  {
    code: 'aws-credentials',
    pattern:
      /\b(ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)\b|token (?:included in the request )?(?:is|has) expired|SSO session (?:associated with this profile )?has expired/i,
    explain: () => ({ message: 'The AWS credentials have expired', fix: renewFix }),
  },
  {
    code: 'aws-clock',
    pattern:
      /\bRequestTimeTooSkewed\b|Signature (?:expired|not yet current)|request time and the current time is too large/,
    explain: () => ({
      message: "This machine's clock is wrong: AWS refuses a request whose time differs from its own by minutes",
      fix: ['Set the clock: sudo timedatectl set-ntp true; in WSL: sudo hwclock --hctosys', again],
    }),
  },
  {
    code: 'aws-credentials',
    pattern:
      /\b(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|InvalidAccessKeyId)\b/,
    explain: ([, code]) => ({ message: `AWS rejects these credentials (${code})`, fix: renewFix }),
  },
  {
    code: 'aws-credentials',
    pattern:
      /No valid credential sources found|CredentialsProviderError|Could not load credentials|Unable to locate credentials/,
    explain: () => ({
      message: 'No AWS credentials were found',
      fix: ['aws configure sso, once; then aws sso login', 'Or name a profile: export AWS_PROFILE=…'],
    }),
  },
  {
    code: 'aws-denied',
    pattern: /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? (\S+))?/,
    explain: ([, action, resource]) => ({
      message: `The AWS credentials do not allow ${action}${resource ? ` on ${resource.replace(/[.,]$/, '')}` : ''}`,
      fix: [
        `Ask an administrator to allow ${action}, or use a role that has it.`,
        'The deploy role that make bootstrap makes may do all that a deployment does.',
      ],
    }),
  },
  {
    code: 'aws-denied',
    pattern: /\b(?:AccessDenied(?:Exception)?|UnauthorizedOperation)\b[^\n]*/,
    explain: ([text]) => ({
      message: `The AWS credentials lack a permission: ${text}`,
      fix: ['Use a role that may, such as the deploy role that make bootstrap makes.'],
    }),
  },
  {
    code: 'aws-region',
    pattern: /\bOptInRequired\b/,
    explain: () => ({
      message: 'The account has not enabled this region, or this service in it (OptInRequired)',
      fix: ['Enable it in the AWS console, under Account, AWS Regions; or set another region in terraform.tfvars.'],
    }),
  },
  {
    code: 'aws-region',
    pattern: /\bRegion is missing\b|Missing [Rr]egion|invalid AWS Region: ?(\S*)/,
    explain: ([, region]) => ({
      message: region ? `There is no AWS region ${region}` : 'No AWS region is configured',
      fix: ['Set region in the environment\'s terraform.tfvars, such as region = "eu-central-1"', again],
    }),
  },
  {
    code: 'aws-throttled',
    pattern:
      /\b(Throttling(?:Exception)?|ThrottledException|RequestLimitExceeded|TooManyRequestsException|RequestThrottled(?:Exception)?|SlowDown)\b|Rate exceeded/,
    explain: ([, code = 'Rate exceeded']) => ({
      message: `AWS gets more requests from this account than it takes (${code})`,
      fix: ['Wait a minute. If other deployments or scans of the account are running, wait for them.', again],
    }),
  },
  {
    code: 'aws-quota',
    pattern: /\b(\w*(?:LimitExceeded|QuotaExceeded)\w*)\b:?\s*([^\n]*)/,
    explain: ([, code, text]) => ({
      message: `A quota of the AWS account is used up (${code}): ${text}`,
      fix: ['Ask for more under Service Quotas in the AWS console, in this region, or delete what is not needed.'],
    }),
  },
  {
    code: 'state-missing',
    pattern: /\b(NoSuchBucket|S3 bucket "[^"]*" does not exist)/,
    explain: () => ({
      message: 'The state bucket does not exist',
      fix: ['Create it, once per account: make bootstrap ENV=…'],
    }),
  },
  {
    code: 'aws-not-found',
    pattern: /Secrets Manager can't find the specified secret(?: value)?[^\n]*/,
    explain: () => ({
      message: 'The secret has no value: no deployment has created it',
      fix: ['Create it: make deploy ENV=…'],
    }),
  },
  {
    code: 'aws-fault',
    pattern: /\b(ServiceUnavailable(?:Exception)?|InternalFailure|InternalServerError|InternalServiceError)\b/,
    explain: ([, code]) => ({
      message: `AWS has a fault of its own (${code})`,
      fix: ['https://health.aws.amazon.com says whether it is known.', again],
    }),
  },
  {
    code: 'aws-unreachable',
    pattern: /\b(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN)\b|no such host|connection refused/,
    explain: ([text]) => ({
      message: `AWS cannot be reached: ${text}`,
      fix: ['Check the Internet connection. To use a proxy, set HTTPS_PROXY.'],
    }),
  },
];

/** The error for credentials of an account that the environment is not in. */
export function wrongAccount(account: string): { message: string; fix: readonly string[] } {
  return {
    message: `These credentials are of account ${account}, which this environment does not allow`,
    fix: [
      "allowed_account_ids in the environment's terraform.tfvars says which accounts it may be in.",
      'Use credentials of one of them: export AWS_PROFILE=…',
    ],
  };
}

/** What a known failure means and what to do about it; undefined for one that is not known. */
export function explainAwsError(text: string, cause?: unknown): StackError | undefined {
  for (const { code, pattern, explain } of knownErrors) {
    const match = pattern.exec(text);
    if (!match) continue;
    const { message, fix } = explain(match);
    return new StackError(message, { fix, cause, code });
  }
  return undefined;
}

/** Without the frame that Terraform draws around a message. */
function errorText(output: string): string {
  const start = output.indexOf('Error: ');
  const text = start === -1 ? output : output.slice(start);
  return text
    .split('\n')
    .map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd())
    .filter(Boolean)
    .slice(0, 40)
    .join('\n');
}

/** Why Terraform failed: what a known cause means, else its own words. */
export function terraformError(what: string, output: string): StackError {
  const text = errorText(output);
  return (
    explainAwsError(text) ?? new StackError(`${what}\n${text}`, { fix: ['Fix this, and run the same command again.'] })
  );
}
