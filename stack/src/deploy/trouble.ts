import { StackError } from '../stack-error.ts';

interface Trouble {
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray) => { message: string; fix: readonly string[] };
}

const renewFix = [
  'With IAM Identity Center: aws sso login',
  'Else get new ones, and say which profile: export AWS_PROFILE=…',
  'Then run the same command again: it continues where it stopped.',
];

/** What is told before an account is bootstrapped. */
export const noStateBucket = 'The bucket for the state is not there';

/** What AWS and Terraform fail with, whichever of the two says so. The first that fits is told. */
const troubles: readonly Trouble[] = [
  {
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
    pattern: /AWS account ID not allowed: (\d+)|account ID \((\d+)\)[^\n]*not allowed/i,
    explain: ([, id, other]) => wrongAccount(id ?? other ?? 'of these credentials'),
  },
  {
    pattern:
      /\b(ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)\b|token (?:included in the request )?(?:is|has) expired|SSO session (?:associated with this profile )?has expired/i,
    explain: () => ({ message: 'The AWS credentials have expired', fix: renewFix }),
  },
  {
    pattern:
      /\b(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|InvalidAccessKeyId)\b/,
    explain: ([, code]) => ({ message: `AWS does not know these credentials (${code})`, fix: renewFix }),
  },
  {
    pattern: /No valid credential sources found|CredentialsProviderError|Could not load credentials/,
    explain: () => ({
      message: 'There are no AWS credentials',
      fix: ['aws configure sso, once; then aws sso login', 'Or say which profile: export AWS_PROFILE=…'],
    }),
  },
  {
    pattern: /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? (\S+))?/,
    explain: ([, action, resource]) => ({
      message: `The AWS credentials may not ${action}${resource ? ` on ${resource.replace(/[.,]$/, '')}` : ''}`,
      fix: [
        `Let an administrator allow ${action}, or use a role that may.`,
        'The deploy role that make bootstrap makes may do all that a deployment does.',
      ],
    }),
  },
  {
    pattern: /\b(?:AccessDenied(?:Exception)?|UnauthorizedOperation)\b[^\n]*/,
    explain: ([text]) => ({
      message: `The AWS credentials lack a permission: ${text}`,
      fix: ['Use a role that may, such as the deploy role that make bootstrap makes.'],
    }),
  },
  {
    pattern: /\b(\w*(?:LimitExceeded|QuotaExceeded)\w*)\b:?\s*([^\n]*)/,
    explain: ([, code, text]) => ({
      message: `A quota of the AWS account is used up (${code}): ${text}`,
      fix: ['Ask for more under Service Quotas in the AWS console, in this region, or delete what is not needed.'],
    }),
  },
  {
    pattern: /\b(NoSuchBucket|S3 bucket "[^"]*" does not exist)/,
    explain: () => ({
      message: noStateBucket,
      fix: ['Make it, once per account: make bootstrap ENV=…'],
    }),
  },
  {
    pattern: /\b(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN)\b|no such host|connection refused/,
    explain: ([text]) => ({
      message: `AWS cannot be reached: ${text}`,
      fix: ['Is there a connection to the Internet? A proxy is set by HTTPS_PROXY.'],
    }),
  },
];

/** The error for credentials of an account that the environment is not in. */
export function wrongAccount(account: string): { message: string; fix: readonly string[] } {
  return {
    message: `These credentials are of account ${account}, which this environment is not in`,
    fix: [
      "allowed_account_ids in the environment's terraform.tfvars says which accounts it may be in.",
      'Use credentials of one of them: export AWS_PROFILE=…',
    ],
  };
}

/** What a known failure means and what to do about it; undefined for one that is not known. */
export function explainTrouble(text: string, cause?: unknown): StackError | undefined {
  for (const { pattern, explain } of troubles) {
    const match = pattern.exec(text);
    if (!match) continue;
    const { message, fix } = explain(match);
    return new StackError(message, { fix, cause });
  }
  return undefined;
}
