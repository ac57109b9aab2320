import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { callAws, clientSettings } from './call.ts';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

/** Whom AWS takes this machine for. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** @throws StackError without valid credentials */
export async function readIdentity(region: string, signal?: AbortSignal): Promise<Identity> {
  const client = new STSClient({ region, ...clientSettings });
  const { Account: account = '', Arn: arn = '' } = await callAws(
    'sts:GetCallerIdentity',
    (options) => client.send(new GetCallerIdentityCommand({}), options),
    signal,
  );
  return { account, arn };
}

/** Lets Docker use the account's registry, for twelve hours. */
export async function logIn(registry: string, region: string, signal?: AbortSignal): Promise<void> {
  const client = new ECRClient({ region, ...clientSettings });
  const { authorizationData = [] } = await callAws(
    'ecr:GetAuthorizationToken',
    (options) => client.send(new GetAuthorizationTokenCommand({}), options),
    signal,
  );
  const [user = '', password = ''] = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64')
    .toString()
    .split(':');
  const { ok, output } = await runTool('docker', ['login', '--username', user, '--password-stdin', registry], {
    input: password,
    deadlineMs: 60_000,
    ...(signal ? { signal } : {}),
  });
  if (ok) return;
  throw new StackError(`Docker cannot log in to ${registry}: ${output.trim()}`, {
    fix: ['Is the engine running, and can it reach the Internet? docker info'],
  });
}
