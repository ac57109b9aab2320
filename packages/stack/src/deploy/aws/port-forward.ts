import { StartSessionCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runTool, type ToolResult } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';
import { callAws, clientSettings } from './call.ts';

/** The program by AWS that speaks the protocol of sessions. */
const plugin = 'session-manager-plugin';

/** The first that takes a session's token from its environment, where no other user of the machine sees it. */
const oldestPlugin = [1, 2, 497, 0] as const;

const installPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of oldestPlugin.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

/** @throws StackError where the program is missing or too old */
export async function checkSessionPlugin(): Promise<void> {
  const { ok, stdout, wasStarted } = await runTool(plugin, ['--version'], { deadlineMs: 20_000 });
  const version = stdout.trim();
  if (ok && !isOlder(version)) return;
  throw new StackError(
    wasStarted
      ? `${plugin} is ${version || 'of an unknown version'}, and ${oldestPlugin.join('.')} is needed`
      : `${plugin} by AWS is needed, and is not on the PATH`,
    { fix: [`Install it: ${installPage}`] },
  );
}

/** From a port of this machine, through a container, to a host beside it. */
export interface PortForward {
  /** Such as `ecs:CLUSTER_TASK_CONTAINER`. */
  readonly target: string;
  readonly host: string;
  readonly port: number;
  readonly localPort: number;
  readonly region: string;
}

const document = 'AWS-StartPortForwardingSessionToRemoteHost';

/**
 * Forwards a port until the signal is aborted, or AWS ends the session.
 * @param onOpen called when the port of this machine takes connections
 * @throws StackError when AWS refuses the session
 */
export async function forwardPort(
  { target, host, port, localPort, region }: PortForward,
  {
    deadlineMs,
    signal,
    onOpen,
  }: { readonly deadlineMs: number; readonly signal: AbortSignal; readonly onOpen: () => void },
): Promise<ToolResult> {
  const request = {
    Target: target,
    DocumentName: document,
    Parameters: { host: [host], portNumber: [`${port}`], localPortNumber: [`${localPort}`] },
  };
  const client = new SSMClient({ region, ...clientSettings });
  const { SessionId, StreamUrl, TokenValue } = await callAws(
    'ssm:StartSession',
    (options) => client.send(new StartSessionCommand(request), options),
    signal,
  );
  const variable = 'AWS_SSM_START_SESSION_RESPONSE';
  const endpoint = `https://ssm.${region}.amazonaws.com`;
  const args = [variable, region, 'StartSession', process.env['AWS_PROFILE'] ?? '', JSON.stringify(request), endpoint];
  return runTool(plugin, args, {
    env: { ...process.env, [variable]: JSON.stringify({ SessionId, StreamUrl, TokenValue }) },
    // A terminal's Ctrl-C comes to this process, which then ends it.
    detached: true,
    deadlineMs,
    signal,
    shutdown: [
      { signal: 'SIGTERM', waitMs: 5_000 },
      { signal: 'SIGKILL', waitMs: 5_000 },
    ],
    onLine: (line) => {
      if (/^(?:Port \d+ opened|Waiting for connections)/.test(line)) onOpen();
    },
  });
}
