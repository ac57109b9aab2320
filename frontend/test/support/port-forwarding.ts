import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { portOf } from './port-of.ts';

const run = promisify(execFile);

/** A certificate that no browser trusts, made with OpenSSL. */
async function makeCertificate(name: string): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '1'];
    await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-keyout', key, '-out', cert, ...about]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** How a service that forwards ports changes what the browser sends. */
export interface Rewriting {
  /** Host becomes that of the port on the machine, as GitHub Codespaces has it. */
  readonly host: boolean;
  /** So does Origin. */
  readonly origin: boolean;
}

export interface Forwarding {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Forwards HTTPS to ports of this machine by name, WebSockets and event streams included, as a codespace does.
 * @param names the public names, each with the port it leads to
 */
export async function forwardPorts(names: Readonly<Record<string, number>>, rewriting: Rewriting): Promise<Forwarding> {
  const server = createServer(await makeCertificate('*.app.github.dev'));
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const targetOf = ({ host = '' }: IncomingHttpHeaders) => names[host.split(':')[0] ?? ''];
  const rewrite = (headers: IncomingHttpHeaders, port: number): IncomingHttpHeaders => ({
    ...headers,
    'x-forwarded-host': headers.host,
    'x-forwarded-proto': 'https',
    ...(rewriting.host ? { host: `localhost:${port}` } : {}),
    ...(rewriting.origin && headers.origin ? { origin: `http://localhost:${port}` } : {}),
  });

  server.on('request', (incoming, outgoing) => {
    const port = targetOf(incoming.headers);
    if (port === undefined) return void outgoing.writeHead(404).end();
    const { method, url: path } = incoming;
    // A connection of its own: one that the server closes while it is idle would fail the next request.
    const headers = rewrite(incoming.headers, port);
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
    return undefined;
  });

  server.on('upgrade', (incoming, socket, head) => {
    const port = targetOf(incoming.headers);
    if (port === undefined) return void socket.destroy();
    const onward = connect(port, '127.0.0.1');
    const lines = Object.entries(rewrite(incoming.headers, port)).map(([name, value]) => `${name}: ${String(value)}`);
    onward.write([`${incoming.method} ${incoming.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    onward.write(head);
    onward.pipe(socket).pipe(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    return undefined;
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
