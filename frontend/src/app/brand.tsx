import { Link } from 'wouter';

/** The product's mark and name. */
export function Brand() {
  return (
    <Link href="/" className="flex min-h-12 items-center gap-2.5 rounded-lg font-semibold tracking-tight">
      <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <rect width="26" height="26" rx="7" fill="var(--ztr-accent)" />
        <path
          d="M5 15.500h4l2.500-7 4 10 2.200-5.500H21"
          fill="none"
          stroke="var(--ztr-on-accent)"
          strokeWidth="2.200"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Zero to Running
    </Link>
  );
}
