import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { logPath } from '../logs/service-log.ts';
import { markerOf } from '../process/marker.ts';

/** It holds little; a small young generation makes it collect often rather than grow. */
const memoryFlags = ['--max-semi-space-size=1', '--max-old-space-size=64'];

/**
 * Starts the supervisor in a session of its own, so that no terminal's end or Ctrl-C reaches it. It lives on its own
 * once the stack is up; before, it stops when this process is gone, which the pipe to its standard input tells it.
 */
export function launchSupervisor(checkout: Checkout): ChildProcess {
  mkdirSync(checkout.logs, { recursive: true });
  const log = openSync(logPath(checkout, 'supervisor'), 'a', 0o600);
  const child = spawn(process.execPath, [...memoryFlags, join(import.meta.dirname, 'supervisor.ts')], {
    cwd: checkout.root,
    env: { ...process.env, ...markerOf(checkout.id) },
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
}
