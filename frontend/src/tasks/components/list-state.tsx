import type { ReactNode } from 'react';

/** Stands where the list would, and says why there is none. */
export function ListState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <section className="grid justify-items-center gap-3 rounded-xl border border-dashed border-line-strong px-4 py-12 text-center wrap-anywhere">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}
