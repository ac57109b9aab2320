import { Link, useLocation } from 'wouter';

/** What is shown under an address that has no view. */
export function NotFound() {
  const [location] = useLocation();
  return (
    <section className="grid gap-3 py-12">
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="wrap-anywhere">
        There is nothing under <code className="font-mono">{location}</code>.
      </p>
      <p>
        <Link href="/" className="text-accent underline underline-offset-4">
          Go to the health view
        </Link>
      </p>
    </section>
  );
}
