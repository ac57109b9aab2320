import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { healthPaths, type Readiness } from '../contract/report.ts';
import { HealthMonitor, Lifecycle } from './monitor.ts';
import type { Probe } from './probe.ts';
import { ReportRenderer, type Rendering } from './renderer.ts';
import { samplingTimings, type SamplingTimings } from './sampler.ts';
import { type HealthLog, HealthStream } from './stream.ts';

/** Why a health endpoint does not answer with health. */
export interface HealthRefusal {
  readonly status: 401 | 404 | 405 | 503;
  /** A sentence for the caller. */
  readonly detail: string;
  /** Headers that go with the answer, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HealthServerOptions {
  readonly probes: readonly Probe[];
  readonly version: string;
  /** Name of the stack that this is part of; undefined where it is part of none. */
  readonly stack?: string | undefined;
  /** The bearer token that opens the details; without one they are open to all. */
  readonly detailToken?: string | undefined;
  /** How many may read the stream at the same time. */
  readonly maxStreamReaders?: number;
  readonly timings?: SamplingTimings;
  readonly log?: HealthLog;
  /** Answers with a refusal; by default with problem+json (RFC 9457). */
  readonly refuse?: (req: IncomingMessage, res: ServerResponse, refusal: HealthRefusal) => void;
}

/**
 * Middleware of Express, and as good on `node:http`.
 * @param next is called for every request that is not for a health endpoint
 */
export type HealthHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

type Endpoint = (req: IncomingMessage, res: ServerResponse) => HealthRefusal | undefined;

const allow = 'GET, HEAD, OPTIONS';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @returns whether a request may see the details, by the token that opens them; without one everybody may */
export function createDetailGuard(token: string | undefined): (req: Pick<IncomingMessage, 'headers'>) => boolean {
  if (token === undefined) return () => true;
  const expected = digest(token);
  return ({ headers }) => {
    const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    // Digests are equally long, so the comparison tells nothing of the token's length either.
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

function send(req: IncomingMessage, res: ServerResponse, status: number, body: Buffer): undefined {
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

function sendProblem(req: IncomingMessage, res: ServerResponse, { status, detail, headers }: HealthRefusal): void {
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail });
  res.writeHead(status, { ...headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  res.end(req.method === 'HEAD' ? undefined : body);
}

function pathOf(url: string): string {
  if (!url.startsWith('/')) return URL.parse(url)?.pathname ?? url;
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

/**
 * The health of one process and of the services it needs: sampled in the background, answered from what is known. No
 * request waits for a service, and a thousand watchers cost a service one question a second.
 */
export class HealthServer {
  readonly lifecycle = new Lifecycle();
  readonly monitor: HealthMonitor;
  readonly stream: HealthStream;
  readonly #renderer: ReportRenderer;
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #maySeeDetails: ReturnType<typeof createDetailGuard>;
  readonly #refuse: NonNullable<HealthServerOptions['refuse']>;

  constructor(options: HealthServerOptions) {
    const { probes, version, stack, detailToken, timings = samplingTimings } = options;
    const { maxStreamReaders: maxReaders = 2_000, log = { info() {} } } = options;
    this.monitor = new HealthMonitor({ probes, lifecycle: this.lifecycle, version, stack, timings });
    this.#renderer = new ReportRenderer(this.monitor);
    this.stream = new HealthStream({ renderer: this.#renderer, log, maxReaders });
    this.monitor.onUpdate((changed) => changed && this.stream.broadcast());
    this.#maySeeDetails = createDetailGuard(detailToken);
    this.#refuse = options.refuse ?? sendProblem;
    this.#endpoints = this.#createEndpoints(probes);
  }

  /** To be mounted in front of everything else, so that no other middleware can keep the answer back. */
  readonly handler: HealthHandler = (req, res, next) => {
    const endpoint = this.#find(pathOf(req.url ?? '/'));
    if (!endpoint) return next();
    if (req.method === 'OPTIONS') return void res.writeHead(204, { Allow: allow }).end();
    const refusal =
      req.method === 'GET' || req.method === 'HEAD'
        ? endpoint(req, res)
        : {
            status: 405 as const,
            detail: `${req.method} does not exist for ${pathOf(req.url ?? '/')}; there is ${allow}`,
            headers: { Allow: allow },
          };
    if (refusal) this.#refuse(req, res, refusal);
  };

  /** As Express's routers do by default, in any case and with or without a slash at the end. */
  #find(path: string): Endpoint | undefined {
    const endpoint = this.#endpoints.get(path);
    if (endpoint || !/^\/health/i.test(path)) return endpoint;
    const plain = path.toLowerCase().replace(/(.)\/$/, '$1');
    return this.#endpoints.get(plain) ?? this.#findReporting(plain.slice('/health/'.length));
  }

  /** Services that report by heartbeat come and go, so that their paths are looked up in the report. */
  #findReporting(name: string): Endpoint | undefined {
    if (!this.#renderer.current.services.has(name)) return undefined;
    return this.#answer(() => this.#renderer.current.services.get(name));
  }

  #answer(choose: () => Rendering | undefined): Endpoint {
    return (req, res) => {
      const rendering = choose();
      if (!rendering) return { status: 404, detail: 'This service is not monitored' };
      return send(req, res, rendering.status, this.#maySeeDetails(req) ? rendering.full : rendering.summary);
    };
  }

  #createEndpoints(probes: readonly Probe[]): ReadonlyMap<string, Endpoint> {
    const alive = Buffer.from('{"status":"ok"}');

    const services = probes.map(({ name, path = name }): [string, Endpoint] => [
      `/health/${path}`,
      this.#answer(() => this.#renderer.current.services.get(name)),
    ]);

    return new Map<string, Endpoint>([
      ...services,
      [healthPaths.live, (req, res) => send(req, res, 200, alive)],
      [healthPaths.ready, (req, res) => this.#sendReadiness(req, res)],
      [healthPaths.all, this.#answer(() => this.#renderer.current.all)],
      [healthPaths.stream, (req, res) => this.#sendStream(req, res)],
      [healthPaths.history, (req, res) => this.#sendHistory(req, res)],
    ]);
  }

  #sendReadiness(req: IncomingMessage, res: ServerResponse): undefined {
    const { phase } = this.lifecycle;
    const readiness: Readiness = { ready: phase === 'ready', phase };
    return send(req, res, readiness.ready ? 200 : 503, Buffer.from(JSON.stringify(readiness)));
  }

  #sendStream(req: IncomingMessage, res: ServerResponse): HealthRefusal | undefined {
    const { refusal } = this.stream;
    if (refusal !== undefined) return { status: 503, detail: refusal, headers: { 'Retry-After': '5' } };
    this.stream.add(res, this.#maySeeDetails(req) ? 'full' : 'summary');
    return undefined;
  }

  #sendHistory(req: IncomingMessage, res: ServerResponse): HealthRefusal | undefined {
    if (this.#maySeeDetails(req)) return send(req, res, 200, Buffer.from(JSON.stringify(this.monitor.history())));
    return {
      status: 401,
      detail: 'The history is for holders of the detail token: send it as `Authorization: Bearer <token>`',
      headers: { 'WWW-Authenticate': 'Bearer realm="health details"' },
    };
  }
}
