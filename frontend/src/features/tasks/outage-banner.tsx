import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { Banner } from '@zero-to-running/health/react/status';
import { listServices, serviceName } from '@zero-to-running/health/words/states';
import { Link } from 'wouter';
import { useCurrentHealth, type CurrentHealth } from '../health/use-health.ts';

/** What keeps the tasks from working, as the health report has it. */
interface Outage {
  readonly title: string;
  readonly remedy: string;
}

const titles: Readonly<Record<string, string>> = {
  database: 'The database is not responding',
  api: 'The API is not responding',
};

/** The outage of what tasks cannot do without; null while there is none, and while nothing is known. */
function outageOf({ freshness, displayed }: Pick<CurrentHealth, 'freshness' | 'displayed'>): Outage | null {
  if (freshness === 'lost' || freshness === 'stale') {
    return {
      title: 'The API is not responding',
      remedy: 'On your own machine, `make dev` starts what is not running.',
    };
  }
  if (freshness !== 'fresh' || displayed?.overall !== 'error') return null;
  const failing = displayed.services.filter(
    ({ status, details }) => status !== 'healthy' && details?.critical !== false,
  );
  const [first] = failing;
  if (!first) return { title: 'The application is not working', remedy: '' };
  if (failing.length > 1) {
    return { title: `Not responding: ${listServices(failing.map(({ key }) => key))}`, remedy: '' };
  }
  const remedy = first.details?.error ? explainServiceError(first.details.error).remedy : '';
  return { title: titles[first.key] ?? `${serviceName(first.key)} is not responding`, remedy };
}

/** The outage that is known now. It is looked at each second, so only what is small should use it. */
export function useOutage(): Outage | null {
  return outageOf(useCurrentHealth());
}

/** Says above the form that nothing can be saved, as soon as the health report knows it. */
export function OutageBanner() {
  const outage = useOutage();
  return (
    <div aria-live="polite">
      {outage && (
        <Banner tone="error" title={`${outage.title}.`}>
          Tasks cannot be loaded or saved until it is back. {outage.remedy}{' '}
          <Link href="/" className="text-accent underline underline-offset-4">
            Show what is wrong
          </Link>
        </Banner>
      )}
    </div>
  );
}
