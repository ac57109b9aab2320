import { existsSync } from 'node:fs';
import type { Checkout } from './checkout.ts';
import type { StackDriver } from './driver.ts';
import { stackOption } from './options.ts';
import { nativeDriver } from './native/native-driver.ts';
import { isAlive } from './process/processes.ts';
import { StackError } from './stack-error.ts';
import { readState } from './state/state-file.ts';
import type { StackMode } from './state/stack-state.ts';

/** A driver, and why it is this one, where that may surprise. */
export interface Choice {
  readonly driver: StackDriver;
  readonly note?: { readonly message: string; readonly advice: string };
}

// What speaks to Docker is loaded where it is needed: that takes longer than most verbs of a native stack.
const composeDriver = async (checkout: Checkout): Promise<StackDriver> =>
  (await import('./compose/compose-driver.ts')).composeDriver(checkout);

function isNativeRunning(checkout: Checkout): boolean {
  const state = readState(checkout);
  return state?.mode === 'native' && isAlive(state.supervisor);
}

/** Asks the engine only where a start has left word of containers, so that running natively needs no engine. */
async function isComposeRunning(checkout: Checkout): Promise<boolean> {
  if (readState(checkout)?.mode !== 'compose') return false;
  const { runningState } = await import('./compose/running-state.ts');
  return (await runningState(checkout).catch(() => undefined)) !== undefined;
}

function refuseSecond(running: StackMode, wanted: StackMode): never {
  const where = running === 'native' ? 'as processes of this machine' : 'in containers';
  throw new StackError(`This checkout's stack runs already, ${where}: STACK=${wanted} would start it a second time`, {
    fix: [`Stop it first: make down STACK=${running}`, 'Or keep using it: leave out STACK'],
  });
}

async function forced(checkout: Checkout, wanted: StackMode, starts: boolean): Promise<Choice> {
  if (wanted === 'native') {
    if (starts && (await isComposeRunning(checkout))) refuseSecond('compose', 'native');
    return { driver: nativeDriver(checkout) };
  }
  if (starts && isNativeRunning(checkout)) refuseSecond('native', 'compose');
  return { driver: await composeDriver(checkout) };
}

/** Why no container can be used; nothing where one can. An absent Docker is no reason, but the normal case. */
async function engineFault(): Promise<{ readonly reason?: string } | undefined> {
  const { askVersions, versionFault } = await import('./compose/docker.ts');
  const { engine, compose } = await askVersions();
  const failure = [engine, compose].find(({ ok }) => !ok);
  if (!failure) {
    const fault = versionFault('compose', compose.stdout.trim()) ?? versionFault('engine', engine.stdout.trim());
    return fault && { reason: fault.message };
  }
  if (/ENOENT/.test(failure.ending)) return {};
  const { recognise } = await import('./compose/known-failures.ts');
  return { reason: recognise(`${failure.output}\n${failure.ending}`)?.message ?? 'Docker does not work' };
}

async function byItself(checkout: Checkout): Promise<Choice> {
  if (isNativeRunning(checkout)) return { driver: nativeDriver(checkout) };
  const fault = await engineFault();
  if (fault) {
    const driver = nativeDriver(checkout);
    if (!fault.reason) return { driver };
    const message = `${fault.reason}; so the stack runs natively`;
    return { driver, note: { message, advice: 'For details, run make doctor STACK=compose' } };
  }
  const driver = await composeDriver(checkout);
  if (!existsSync(checkout.postgres)) return { driver };
  return {
    driver,
    note: {
      message: 'The stack runs in containers; data of the native one stays in .stack/postgres',
      advice: 'To use that data, run make down, then make dev STACK=native',
    },
  };
}

/**
 * The driver that the option STACK names; else the one whose stack runs; else containers where an engine answers,
 * and processes where none does.
 * @param starts whether it is to start a stack, of which a checkout has one at a time
 * @throws StackError for a name there is no driver of, or when the other one's stack runs
 */
export async function chooseDriver(
  checkout: Checkout,
  environment: Readonly<Record<string, string | undefined>>,
  { starts }: { readonly starts: boolean },
): Promise<Choice> {
  const wanted = stackOption(environment);
  if (wanted) return forced(checkout, wanted, starts);
  return checkout.isInDevContainer ? { driver: await composeDriver(checkout) } : byItself(checkout);
}
