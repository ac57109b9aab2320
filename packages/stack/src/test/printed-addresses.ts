import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';

const local = /\b(https?|postgres|redis):\/\/[^\s/'"]*?(?:localhost|127\.0\.0\.1):\d+[^\s'"),]*/g;

const deadlineMs = 10_000;

async function connects(url: URL): Promise<boolean> {
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(deadlineMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** What follows an address finds. @returns `open` for a server that speaks no HTTP */
async function follow(address: string): Promise<string> {
  const url = new URL(address);
  if (!url.protocol.startsWith('http')) return (await connects(url)) ? 'open' : 'closed';
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) });
    return ok ? 'open' : `status ${status}`;
  } catch {
    return 'closed';
  }
}

/**
 * Follows every address of this machine in an output, as a person does who clicks it.
 * @param least how many there are at least, so that a page without any does not pass
 */
export async function assertAddressesOpen(output: string, least: number): Promise<void> {
  const addresses = [...new Set(output.match(local))];
  assert.ok(addresses.length >= least, output);
  const found = await Promise.all(addresses.map(async (address) => [address, await follow(address)] as const));
  assert.deepEqual(
    found,
    addresses.map((address) => [address, 'open']),
  );
}
