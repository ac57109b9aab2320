import type { ComponentProps } from 'react';

const looks = {
  primary: 'border-transparent bg-accent text-on-accent hover:brightness-110',
  plain: 'border-line-strong bg-surface text-text hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-sunken hover:text-text',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
}

/** A button; `aria-disabled` keeps it in the tab order while it does nothing. */
export function Button({ look = 'plain', className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex min-h-9 cursor-pointer items-center justify-center gap-1.5 rounded-lg border px-3 text-sm font-medium whitespace-nowrap aria-disabled:cursor-default aria-disabled:opacity-60 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
