import type { ServicePhase, ServiceState } from '../state/stack-state.ts';
import type { Container } from './containers.ts';

type Condition = Pick<ServiceState, 'phase' | 'since'> & Partial<Pick<ServiceState, 'message' | 'fix'>>;

const logAdvice = ({ service }: Container) => `make logs SERVICE=${service} FOLLOW=0 shows why`;

function failed(container: Container, since: string, message: string, fix: readonly string[] = []): Condition {
  return { phase: 'failed', since, message, fix: [...fix, logAdvice(container)] };
}

function running(container: Container): Condition {
  const { health, startedAt: since, healthOutput, restarts } = container;
  if (health === 'unhealthy') {
    const said = healthOutput.trim().split('\n').at(-1);
    return failed(container, since, `it runs, but its health check fails${said ? `: ${said}` : ''}`);
  }
  const phase: ServicePhase = health === 'starting' ? 'starting' : 'up';
  if (phase === 'starting' && restarts > 0)
    return { phase, since, message: `started again after it ended, ${restarts} times so far` };
  return { phase, since };
}

/** 0 and the signals with which one stops a container are no failures. */
const stoppedOnPurpose = new Set([0, 130, 137, 143]);

function ended(container: Container): Condition {
  const { exitCode, outOfMemory, error, finishedAt: since } = container;
  if (outOfMemory) return failed(container, since, 'it took more memory than docker-compose.yml allows it');
  if (error) return failed(container, since, error);
  if (stoppedOnPurpose.has(exitCode)) return { phase: 'stopped', since };
  return failed(container, since, `it ended with exit code ${exitCode}`, ['make dev starts it again']);
}

/** How a service does, by its container. */
export function conditionOf(container: Container): Condition {
  switch (container.status) {
    case 'running':
      return running(container);
    case 'created':
      return container.error ? ended(container) : { phase: 'waiting', since: container.created };
    case 'restarting':
      return {
        phase: 'restarting',
        since: container.finishedAt,
        message: `it ended with exit code ${container.exitCode}, and is started again`,
      };
    case 'paused':
      return failed(container, container.startedAt, 'it is paused', [`docker unpause ${container.id.slice(0, 12)}`]);
    case 'removing':
      return { phase: 'stopping', since: container.finishedAt };
    default:
      return ended(container);
  }
}

/** What runs in it, as the image's environment tells. */
export function programOf({ environment, image }: Container): string {
  const { PG_VERSION, PG_MAJOR, REDIS_VERSION, NODE_VERSION } = environment;
  if (PG_MAJOR) return `PostgreSQL ${PG_VERSION?.split('-')[0] ?? PG_MAJOR}`;
  if (REDIS_VERSION) return `Redis ${REDIS_VERSION}`;
  return NODE_VERSION ? `Node ${NODE_VERSION}` : image;
}

/** Whether it takes part in the stack at present. */
export function isActive({ status }: Container): boolean {
  return ['running', 'restarting', 'paused'].includes(status);
}
