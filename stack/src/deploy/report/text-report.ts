import type { DeploymentEvent } from '@zero-to-running/contract/deployment';
import { formatDuration } from '../../terminal/duration.ts';
import { paint } from '../../terminal/style.ts';
import type { DeploymentReport } from './deployment-report.ts';

type StepEvent = Extract<DeploymentEvent, { type: 'step' }>;

/** Lines for a person: each step as it begins and ends, and what happens in between. */
export function textReport(): DeploymentReport {
  let running: string | undefined;
  let startMs = 0;
  const begin = ({ step, title, message }: StepEvent) => {
    if (running === step) console.log(paint('dim', `    ${message ?? ''}`));
    else console.log(`${paint('cyan', '▸')} ${title}`);
    if (running !== step) startMs = performance.now();
    running = step;
  };
  const end = ({ title, status, message, fix = [] }: StepEvent) => {
    running = undefined;
    const took = formatDuration(performance.now() - startMs);
    const detail = message ? `: ${message}` : '';
    if (status === 'done') console.log(`${paint('green', '✔')} ${title} ${paint('dim', `(${took})`)}${detail}`);
    if (status === 'skipped') console.log(`${paint('green', '–')} ${title}${detail}`);
    if (status !== 'failed') return;
    console.error(`${paint('red', '✖')} ${paint('bold', title)}${detail}`);
    if (fix.length > 0) console.error(['', ...fix.map((line) => `  ${paint('cyan', '→')} ${line}`)].join('\n'));
  };
  return {
    event(event) {
      if (event.type === 'step') (event.status === 'started' ? begin : end)(event);
      else if (event.message) console.log(`\n${event.message}`);
    },
    say: (lines) => console.log(['', ...lines, ''].join('\n')),
  };
}
