import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import { isOwnProcess, markOf, otherCheckout, parseMark } from '../ownership.ts';
import { isAlive, type ProcessIdentity } from '../process/processes.ts';
import type { StackState } from './stack-state.ts';

// `.stack/state.json`: what whoever runs the stack says of it, and whose stack that is.

const identity = z.object({ pid: z.int().positive(), started: z.string() });

const service = z.object({
  phase: z.enum([
    'waiting',
    'pulling',
    'building',
    'preparing',
    'starting',
    'up',
    'restarting',
    'stopping',
    'stopped',
    'failed',
  ]),
  since: z.string(),
  message: z.string().exactOptional(),
  fix: z.array(z.string()).exactOptional(),
  excerpt: z.array(z.string()).exactOptional(),
  process: identity.exactOptional(),
  container: z.string().exactOptional(),
  port: z.int(),
  wantedPort: z.int().exactOptional(),
  portHolder: z.string().exactOptional(),
  program: z.string().exactOptional(),
  starts: z.int(),
});

const perService = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ database: schema, cache: schema, api: schema, frontend: schema });

const stateSchema = z.object({
  version: z.literal(1),
  mode: z.enum(['native', 'compose']),
  stack: z.string().exactOptional(),
  phase: z.enum(['starting', 'up', 'stopping', 'failed']),
  message: z.string().exactOptional(),
  startedAt: z.string(),
  supervisor: identity.exactOptional(),
  urls: perService(z.string()),
  services: perService(service),
  failure: z
    .object({
      service: z.enum(['database', 'cache', 'api', 'frontend']).exactOptional(),
      message: z.string(),
      excerpt: z.array(z.string()),
      log: z.string().exactOptional(),
      fix: z.array(z.string()),
    })
    .exactOptional(),
}) satisfies z.ZodType<StackState>;

/** @returns undefined for anything that is not a state, such as one of another version */
export function parseState(text: string): StackState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const recordSchema = z.record(z.string(), z.unknown());

/** @returns undefined when there is no such file, or it is no JSON */
function readFile({ stateFile }: Checkout): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(readFileSync(stateFile, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

type OwnsProcess = (process: ProcessIdentity) => boolean;

/**
 * Which of a record's processes may be this checkout's: all where this checkout wrote it; where that is not known, those
 * that work here.
 * @returns undefined for a record that was copied with another checkout's folder
 */
function ownership(checkout: Checkout, record: Readonly<Record<string, unknown>>): OwnsProcess | undefined {
  const mark = parseMark(JSON.stringify(record['checkout'] ?? null));
  if (mark?.id === checkout.id) return () => true;
  if (mark && otherCheckout(checkout, mark) !== undefined) return undefined;
  return (process) => !isAlive(process) || isOwnProcess(checkout, process);
}

/** What whoever started this checkout's stack last wrote; it may not run any more. */
export function readState(checkout: Checkout): StackState | undefined {
  const record = readFile(checkout);
  const owns = record && ownership(checkout, record);
  const state = owns && parseState(JSON.stringify(record));
  return state?.supervisor && !owns?.(state.supervisor) ? undefined : state;
}

/** Replaces the state file in one step, so that a reader never sees half of it. */
export function writeState(checkout: Checkout, state: StackState): void {
  const { directory, stateFile } = checkout;
  mkdirSync(directory, { recursive: true });
  const next = `${stateFile}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify({ ...state, checkout: markOf(checkout) }, null, 2)}\n`);
  renameSync(next, stateFile);
}

export function removeState({ stateFile }: Checkout): void {
  rmSync(stateFile, { force: true });
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return false;
  return Number.isInteger(value.pid) && Number(value.pid) > 1 && typeof value.started === 'string';
}

function identitiesIn(value: unknown): ProcessIdentity[] {
  if (isIdentity(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(identitiesIn);
}

/**
 * Every process of this checkout's stack that the state file names, whichever version wrote it; each may be dead by now.
 * Never one that works for another checkout, whose file this is a copy of.
 */
export function recordedProcesses(checkout: Checkout): ProcessIdentity[] {
  const record = readFile(checkout);
  const owns = record && ownership(checkout, record);
  return owns ? identitiesIn(record).filter(owns) : [];
}
