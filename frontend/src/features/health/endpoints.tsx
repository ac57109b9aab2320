import { healthPaths } from '@zero-to-running/health/contract/report';

interface EndpointsProps {
  readonly service: string;
  /** Whether the system is a stack of a checkout, which has its API's documentation and `make`; a deployed one has not. */
  readonly isLocal: boolean;
}

interface Link {
  readonly href: string;
  readonly words: string;
  readonly onlyLocal?: boolean;
}

/** A map, as a service may be called as objects' own properties are. */
const links: ReadonlyMap<string, readonly Link[]> = new Map([
  ['frontend', [{ href: '/tasks', words: 'Application' }]],
  [
    'api',
    [
      { href: '/docs/', words: 'API docs', onlyLocal: true },
      { href: healthPaths.all, words: 'Report as JSON' },
    ],
  ],
]);

/** Services of a stack, whose logs `make logs` shows. */
const logged = new Set(['frontend', 'api', 'database', 'cache']);

/** Where one goes from a service: its pages, and the command for its log. */
export function Endpoints({ service, isLocal }: EndpointsProps) {
  const shown = (links.get(service) ?? []).filter(({ onlyLocal }) => isLocal || !onlyLocal);
  const hasLogs = isLocal && logged.has(service);
  if (shown.length === 0 && !hasLogs) return null;
  return (
    <ul className="mt-auto flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
      {shown.map(({ href, words }) => (
        <li key={href}>
          <a href={href} className="text-accent underline underline-offset-4">
            {words}
          </a>
        </li>
      ))}
      {hasLogs && (
        <li>
          <code className="font-mono text-xs text-muted">make logs SERVICE={service}</code>
        </li>
      )}
    </ul>
  );
}
