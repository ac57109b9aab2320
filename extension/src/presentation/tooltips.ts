import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { formatAge, formatLatency } from '@zero-to-running/health/words/figures';
import { overallWord, serviceName, statusWord } from '@zero-to-running/health/words/states';
import { l10n } from '@zero-to-running/health/words/l10n';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { ageText, failureText, guessText, notesOf } from './environment-text.ts';
import { serviceIcon } from './icons.ts';
import { overallOf, serviceViews, type ServiceView } from './service-view.ts';

/** What Markdown, product icons or HTML may take for their own. */
const special = /[\\`*_{}[\]()#+\-.!|<>~$&:/"'@^=]/g;

/** Foreign text as Markdown that shows exactly it: no markup, no link, no icon. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(special, String.raw`\$&`);
}

/** A link that runs a command; whoever renders it has to allow the command by name. */
function commandLink(label: string, command: string, argument: object): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replaceAll(/[()]/g, (bracket) => {
    return `%${bracket.codePointAt(0)?.toString(16)}`;
  });
  return `[${label}](command:${command}?${query})`;
}

/** Markdown with product icons; all that comes from elsewhere is escaped. */
export type Markdown = string;

/** What a tooltip's links may do: those of the Makefile need a folder that is trusted. */
export interface TooltipLinks {
  readonly environment: string;
  readonly canRunMake: boolean;
}

/** The commands that links of tooltips run, and no others. */
export const linkedCommands = [
  'zeroToRunning.openLogs',
  'zeroToRunning.restart',
  'zeroToRunning.start',
  'zeroToRunning.openDashboard',
  'zeroToRunning.refresh',
  'zeroToRunning.setToken',
] as const;

/** VS Code draws a table's columns without a gap. */
const columnEnd = '&nbsp;&nbsp; | ';

/** A table's cell: a line break would end the row. */
const cell = (text: string) => escapeMarkdown(text);

function links(service: string, { environment, canRunMake }: TooltipLinks): string {
  if (!canRunMake) return '';
  const argument = { environment, service };
  return [
    commandLink(l10n.t('Logs'), 'zeroToRunning.openLogs', argument),
    commandLink(l10n.t('Restart'), 'zeroToRunning.restart', argument),
  ].join(' ');
}

function row(service: ServiceView, now: number, allowed: TooltipLinks): string {
  const { key, status, health, clockOffsetMs } = service;
  const cells = [
    `$(${serviceIcon(service).id}) ${cell(serviceName(key))}`,
    cell(statusWord(status)),
    cell(formatLatency(health?.latencyMs ?? null)),
    cell(health?.since === undefined ? '–' : formatAge(health.since, now - clockOffsetMs)),
    links(key, allowed),
  ];
  return `| ${cells.join(columnEnd)} |`;
}

/** All that a tooltip of an environment says but for figures, to compare. */
export function environmentTooltipState(snapshot: EnvironmentSnapshot, allowed: TooltipLinks): string {
  const services = serviceViews(snapshot).map(({ key, status }) => [key, status]);
  const sentences = [failureText(snapshot), guessText(snapshot), ...notesOf(snapshot)];
  return JSON.stringify([allowed, overallOf(snapshot), snapshot.detail, sentences, services]);
}

/** How old what is shown is; without a number where nobody counts on. */
function ageOf(snapshot: EnvironmentSnapshot, now: number, isCounted: boolean): string | undefined {
  const age = ageText(snapshot, now);
  return age === undefined || isCounted ? age : l10n.t('the last report is old');
}

/**
 * The table of an environment's services, with links.
 * @param isCounted whether it is made anew as its age grows
 */
export function environmentTooltip(
  name: string,
  snapshot: EnvironmentSnapshot,
  now: number,
  allowed: TooltipLinks,
  isCounted = true,
): Markdown {
  const { environment, canRunMake } = allowed;
  const services = serviceViews(snapshot);
  const overall = overallOf(snapshot);
  const age = ageOf(snapshot, now, isCounted);
  const failure = failureText(snapshot);
  const guess = guessText(snapshot);
  const head = [l10n.t('Service'), l10n.t('State'), l10n.t('Latency'), l10n.t('Since'), ''];
  const table = [
    `| ${head.join(columnEnd)} |`,
    '|:---|:---|---:|---:|:---|',
    // What may be another folder's is not restarted from here, nor is its log here.
    ...services.map((service) => row(service, now, { environment, canRunMake: canRunMake && guess === undefined })),
  ];
  const canStart = canRunMake && (overall === 'stopped' || guess !== undefined);
  const isTokenWanted = snapshot.detail === 'redacted' || snapshot.failure?.kind.startsWith('token-');
  const footer = [
    ...(canStart ? [commandLink(`$(play) ${l10n.t('Start')}`, 'zeroToRunning.start', { environment })] : []),
    ...(isTokenWanted
      ? [commandLink(`$(key) ${l10n.t('Set Detail Token')}`, 'zeroToRunning.setToken', { environment })]
      : []),
    commandLink(`$(dashboard) ${l10n.t('Dashboard')}`, 'zeroToRunning.openDashboard', { environment }),
    commandLink(`$(refresh) ${l10n.t('Refresh')}`, 'zeroToRunning.refresh', { environment }),
  ];
  return [
    `**${escapeMarkdown(name)}**: ${escapeMarkdown(overallWord(overall))}${age ? `, ${escapeMarkdown(age)}` : ''}`,
    ...[failure, guess, ...notesOf(snapshot)].flatMap((sentence) => (sentence ? [`${escapeMarkdown(sentence)}.`] : [])),
    ...(services.length > 0 ? [table.join('\n')] : []),
    footer.join(' · '),
  ].join('\n\n');
}

/**
 * What a service's row says when one rests on it.
 * @param lastError the last line of its log that reports an error
 */
export function serviceTooltip(service: ServiceView, now: number, lastError?: string): Markdown {
  const { key, status, health, clockOffsetMs, problem } = service;
  const lines = [`**${escapeMarkdown(serviceName(key))}**: ${escapeMarkdown(statusWord(status))}`];
  if (problem !== undefined) lines.push(`${escapeMarkdown(problem)}.`);
  if (health) {
    const { error, since, critical } = health;
    const role = critical
      ? l10n.t('The application cannot work without it')
      : l10n.t('The application works without it');
    const facts = [
      ...(since === undefined ? [] : [`${l10n.t('For {0}', formatAge(since, now - clockOffsetMs))}.`]),
      ...(critical === undefined ? [] : [`${role}.`]),
    ];
    if (facts.length > 0) lines.push(escapeMarkdown(facts.join(' ')));
    if (error) {
      const { what, remedy } = explainServiceError(error);
      lines.push(escapeMarkdown(`${l10n.t('It {0}.', l10n.t(what))} ${l10n.t(remedy)}`));
    }
  }
  if (!health) lines.push(escapeMarkdown(l10n.t('The API does not show its details.')));
  if (lastError) lines.push(`${escapeMarkdown(l10n.t('Last error in its log:'))}\n\n${escapeMarkdown(lastError)}`);
  return lines.join('\n\n');
}
