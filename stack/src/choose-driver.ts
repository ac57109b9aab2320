import { existsSync } from 'node:fs';
import type { Checkout } from './checkout.ts';
import { composeDriver } from './compose/compose-driver.ts';
import { askVersions, versionFault } from './compose/engine.ts';
import { isInDevContainer } from './compose/in-dev-container.ts';
import { recognise } from './compose/known-failures.ts';
import { runningState } from './compose/running-state.ts';
import type { StackDriver } from './driver.ts';
import { nativeDriver } from './native/native-driver.ts';
import { isAlive } from './process/identity.ts';
import { StackError } from './stack-error.ts';
import { readState } from './state/read-state.ts';
import type { StackMode } from './state/stack-state.ts';

/** A driver, and why it is this one, where that may surprise. */
export interface Choice {
  readonly driver: StackDriver;
  readonly note?: { readonly message: string; readonly advice: string };
}

function isNativeRunning(checkout: Checkout): boolean {
  const state = readState(checkout);
  return state?.mode === 'native' && isAlive(state.supervisor);
}

/** Asks the engine only where a start has left word of containers, so that running natively needs no engine. */
async function isComposeRunning(checkout: Checkout): Promise<boolean> {
  if (readState(checkout)?.mode !== 'compose') return false;
  return (await runningState(checkout).catch(() => undefined)) !== undefined;
}

function refuseSecond(running: StackMode, wanted: StackMode): never {
  const where = running === 'native' ? 'as processes of this machine' : 'in containers';
  throw new StackError(`This checkout's stack runs already, ${where}: STACK=${wanted} would start it a second time`, {
    fix: [`Stop it first: make down STACK=${running}`, 'Or go on with it: leave STACK out'],
  });
}

async function forced(checkout: Checkout, wanted: StackMode, starts: boolean): Promise<Choice> {
  if (wanted === 'native') {
    if (starts && (await isComposeRunning(checkout))) refuseSecond('compose', 'native');
    return { driver: nativeDriver(checkout) };
  }
  if (starts && isNativeRunning(checkout)) refuseSecond('native', 'compose');
  return { driver: composeDriver(checkout) };
}

/** Why no container can be used; nothing where one can. An absent Docker is no reason, but the normal case. */
async function engineFault(): Promise<{ readonly reason?: string } | undefined> {
  const { engine, compose } = await askVersions();
  const failure = [engine, compose].find(({ ok }) => !ok);
  if (!failure) {
    const fault = versionFault('compose', compose.stdout.trim()) ?? versionFault('engine', engine.stdout.trim());
    return fault && { reason: fault.message };
  }
  if (/ENOENT/.test(failure.ending)) return {};
  return { reason: recognise(`${failure.output}\n${failure.ending}`)?.message ?? 'Docker does not work' };
}

async function byItself(checkout: Checkout): Promise<Choice> {
  if (isNativeRunning(checkout)) return { driver: nativeDriver(checkout) };
  const fault = await engineFault();
  if (fault) {
    const driver = nativeDriver(checkout);
    if (!fault.reason) return { driver };
    const message = `${fault.reason}; so the stack runs natively`;
    return { driver, note: { message, advice: 'STACK=compose make doctor says more' } };
  }
  const driver = composeDriver(checkout);
  if (!existsSync(checkout.postgres)) return { driver };
  return {
    driver,
    note: {
      message: 'The stack runs in containers; data of the native one stays in .stack/postgres',
      advice: 'STACK=native make dev has it',
    },
  };
}

/**
 * The driver that the environment's STACK names; else the one whose stack runs; else containers where an engine answers,
 * and processes where none does.
 * @param starts whether it is to start a stack, of which a checkout has one at a time
 * @throws StackError for a name there is no driver of, or when the other one's stack runs
 */
export async function chooseDriver(
  checkout: Checkout,
  environment: NodeJS.ProcessEnv,
  { starts }: { readonly starts: boolean },
): Promise<Choice> {
  const wanted = environment.STACK;
  if (wanted === 'native' || wanted === 'compose') return forced(checkout, wanted, starts);
  if (wanted) throw new StackError(`STACK=${wanted} is not known`, { fix: ['It is one of: compose, native'] });
  return isInDevContainer() ? { driver: composeDriver(checkout) } : byItself(checkout);
}
