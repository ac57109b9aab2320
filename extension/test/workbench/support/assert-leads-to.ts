import assert from 'node:assert/strict';

/** Whether an opened address is one of this machine, or the tunnel to it, by which a server of VS Code's may lead there. */
export function assertLeadsTo(opened: string, address: string): void {
  const { port, pathname } = new URL(address);
  const { href } = new URL(opened);
  assert.ok(
    href.endsWith(`:${port}${pathname}`) || href.endsWith(`/${port}${pathname}`),
    `${opened} is not ${address}`,
  );
}
