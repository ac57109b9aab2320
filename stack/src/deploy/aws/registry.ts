import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { runTool } from '../../process/run-tool.ts';
import { StackError } from '../../stack-error.ts';
import { callAws, clientSettings } from './call.ts';

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
