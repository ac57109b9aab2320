import type { Checkout } from '../checkout.ts';
import { portVariable, readSettings, type Settings } from '../environment/settings.ts';
import { claimPort } from '../ports/claim.ts';
import { describeHolder } from '../ports/holder.ts';
import { isPortFree } from '../ports/is-free.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import type { Check } from './check.ts';

const group = 'Ports';

async function isAvailable(port: number): Promise<boolean> {
  const claim = await claimPort(port);
  claim?.release();
  return claim !== undefined && isPortFree(port);
}

async function portCheck(name: ServiceName, settings: Settings, state: StackState | undefined): Promise<Check> {
  const port = settings.ports[name];
  if (state?.services[name].port === port) {
    return { group, name, verdict: 'ok', found: `${port}, held by this stack` };
  }
  if (await isAvailable(port)) return { group, name, verdict: 'ok', found: `${port} is free` };
  const found = `${port} is held by ${describeHolder(port)}`;
  return settings.strictPorts
    ? { group, name, verdict: 'fail', found, fix: `End that, or set another ${portVariable[name]} in .env.` }
    : { group, name, verdict: 'warn', found, fix: 'The next free port is used; nothing has to be done.' };
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
