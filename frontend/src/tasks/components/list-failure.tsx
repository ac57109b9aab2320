import { Link } from 'wouter';
import { describeError } from '../../http/describe-error.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

interface ListFailureProps {
  readonly error: Error;
  /** Whether an attempt is being made. */
  readonly isTrying: boolean;
  readonly onRetry: () => void;
  /** What follows from it for what is shown. */
  readonly consequence: string;
}

/** Says why the list could not be fetched, and where to look. */
export function ListFailure({ error, isTrying, onRetry, consequence }: ListFailureProps) {
  const { title, detail, id } = describeError(error);
  return (
    <Banner
      tone="error"
      title={title}
      action={
        <Button aria-disabled={isTrying} onClick={onRetry}>
          {isTrying ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      {detail} {consequence}{' '}
      <Link href="/" className="text-accent underline underline-offset-4">
        See the system’s health
      </Link>
      {id !== null && <span className="text-muted"> (in the log: {id})</span>}
    </Banner>
  );
}
