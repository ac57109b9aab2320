import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { misspeltSettings } from '../environment/known-settings.ts';
import { readSettings, portVariable, type Settings } from '../environment/settings.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import type { Check } from './check.ts';
import { isPortAvailable } from '../ports/free-port.ts';
import { describeHolder } from '../ports/allocate.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';

const group = 'Checkout';

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function dependencies({ root }: Checkout): Check {
  const name = 'dependencies';
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const modules = join(root, 'node_modules');
  const copies = existsSync(modules) ? readdirSync(modules).filter((entry) => entry.startsWith('.installed-')) : [];
  const isCurrent = copies.some((copy) => readFileSync(join(modules, copy)).equals(lockfile));
  if (isCurrent) return { group, name, verdict: 'ok', found: 'as in package-lock.json' };
  const found = copies.length > 0 ? 'of another package-lock.json' : 'not installed by this stack';
  return { group, name, verdict: 'warn', found, fix: 'make install' };
}

function envFile(checkout: Checkout): Check {
  const name = '.env';
  if (!existsSync(checkout.envFile)) {
    return { group, name, verdict: 'ok', found: 'does not exist yet; make dev writes it' };
  }
  try {
    readSettings(checkout, process.env);
  } catch (error) {
    const fix = error instanceof StackError ? error.fix[0] : undefined;
    return { group, name, verdict: 'fail', found: messageOf(error), ...(fix ? { fix } : {}) };
  }
  const misspelt = misspeltSettings(checkout);
  if (misspelt.length > 0) {
    const found = misspelt.map((each) => `${each.name} is not a setting`).join('\n');
    const fix = misspelt.map(({ name: wrong, meant }) => `${wrong}: did you mean ${meant}?`).join(' ');
    return { group, name, verdict: 'warn', found, fix };
  }
  const isOpen = (statSync(checkout.envFile).mode & 0o077) !== 0;
  if (!isOpen) return { group, name, verdict: 'ok', found: 'complete' };
  return { group, name, verdict: 'warn', found: 'other users can read its password', fix: 'chmod 600 .env' };
}

function writable({ root, directory }: Checkout): Check {
  const name = 'files';
  const blocked = [root, directory].find((path) => existsSync(path) && !isWritable(path));
  if (!blocked) return { group, name, verdict: 'ok', found: 'writable' };
  const fix = `If root started the stack before: sudo make down && sudo chown -R "$(id -u)" ${blocked}`;
  return { group, name, verdict: 'fail', found: `${blocked} cannot be written to`, fix };
}

/** What this clone holds. */
export function checkoutChecks(checkout: Checkout): Check[] {
  return [dependencies(checkout), envFile(checkout), writable(checkout)];
}

const portGroup = 'Ports';

async function portCheck(name: ServiceName, settings: Settings, state: StackState | undefined): Promise<Check> {
  const port = settings.ports[name];
  if (state?.services[name].port === port) {
    return { group: portGroup, name, verdict: 'ok', found: `${port}, held by this stack` };
  }
  if (await isPortAvailable(port)) return { group: portGroup, name, verdict: 'ok', found: `${port} is free` };
  const other = state ? `; this stack is on ${state.services[name].port}` : '';
  const found = `${port} is held by ${describeHolder(port)}${other}`;
  return settings.strictPorts
    ? { group: portGroup, name, verdict: 'fail', found, fix: `End that, or set another ${portVariable[name]} in .env.` }
    : { group: portGroup, name, verdict: 'warn', found, fix: 'The next free port is used; you need not do anything.' };
}

/** Whether the wanted ports can be had; none of it when the settings cannot be read. */
export async function portChecks(checkout: Checkout, state: StackState | undefined): Promise<Check[]> {
  let settings: Settings;
  try {
    settings = readSettings(checkout, { POSTGRES_PASSWORD: 'not needed for this', ...process.env });
  } catch {
    return [];
  }
  return Promise.all(serviceNames.map((name) => portCheck(name, settings, state)));
}
