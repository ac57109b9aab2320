/** What all rows of the list look like. Those out of sight cost no layout, so that thousands may follow each other. */
export const rowClass =
  'grid gap-2 border-b border-line px-3 py-1.5 last:border-b-0 sm:px-4 [content-visibility:auto] [contain-intrinsic-size:auto_3.0625rem]';
