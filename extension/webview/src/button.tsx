import type { ComponentProps } from 'react';
import './button.css';

/** A button as VS Code draws them. */
export function Button({ look = 'secondary', ...rest }: ComponentProps<'button'> & { look?: 'primary' | 'secondary' }) {
  return <button type="button" className="button" data-look={look} {...rest} />;
}
