import { StackError } from '../../stack-error.ts';
import { explainTrouble } from '../trouble.ts';

/** Without the frame that Terraform draws around a message. */
function errorText(output: string): string {
  const start = output.indexOf('Error: ');
  const text = start === -1 ? output : output.slice(start);
  return text
    .split('\n')
    .map((line) => line.replace(/^[│╷╵]\s?/, '').trimEnd())
    .filter(Boolean)
    .slice(0, 40)
    .join('\n');
}

/** Why Terraform failed: what a known cause means, else its own words. */
export function terraformError(what: string, output: string): StackError {
  const text = errorText(output);
  return (
    explainTrouble(text) ??
    new StackError(`${what}\n${text}`, { fix: ['Correct this, and run the same command again.'] })
  );
}
