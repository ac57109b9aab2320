import type { FallbackProps } from 'react-error-boundary';
import { Button } from '../ui/button.tsx';

/** What is shown in place of what could not be drawn. */
export function CrashScreen({ error }: Pick<FallbackProps, 'error'>) {
  return (
    <section className="mx-auto grid max-w-xl gap-4 px-4 py-12" role="alert">
      <h1 className="text-xl font-semibold">This view has crashed</h1>
      <p>Nothing was lost on the server. Reload the page; if it happens again, the browser’s console says where.</p>
      <pre className="max-h-48 overflow-auto rounded-lg bg-sunken p-3 font-mono text-sm whitespace-pre-wrap">
        {error instanceof Error ? error.message : String(error)}
      </pre>
      <div>
        <Button look="primary" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </div>
    </section>
  );
}
