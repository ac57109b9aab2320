import type { IncomingMessage } from 'node:http';
import type { Answer } from './answers.ts';
import type { ServiceTasks } from './service-tasks.ts';
import type { Stores } from './stores.ts';

/** As the load balancer does: one after the other, the API's tasks tell their health, and the page is there. */
export class Balancer {
  readonly #services: ServiceTasks;
  readonly #stores: Stores;
  #asked = 0;

  constructor(services: ServiceTasks, stores: Stores) {
    this.#services = services;
    this.#stores = stores;
  }

  answer({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>): Answer {
    if (url !== '/health/all') {
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html>' };
    }
    const tasks = this.#services.of('api').filter(({ isHealthy }) => isHealthy);
    const task = tasks[this.#asked++ % Math.max(1, tasks.length)];
    if (!task) return { status: 503, headers: { 'content-type': 'text/plain' }, body: 'Service Unavailable' };
    const refusals = this.#stores.refusals(task.variables);
    const now = new Date().toISOString();
    const health = (store?: 'database' | 'cache') => ({
      status: store && refusals.includes(store) ? 'unhealthy' : 'healthy',
      critical: store !== 'cache',
      latencyMs: 1,
      checkedAt: now,
      since: now,
    });
    const services = { api: health(), database: health('database'), cache: health('cache') };
    const status = refusals.includes('database') ? 'error' : refusals.length > 0 ? 'degraded' : 'ok';
    const token = task.variables['HEALTH_DETAIL_TOKEN'];
    const isTold = token === undefined || headers.authorization === `Bearer ${token}`;
    const summary = Object.fromEntries(Object.entries(services).map(([name, each]) => [name, { status: each.status }]));
    const details = {
      phase: 'ready',
      version: task.version,
      services,
      system: { uptime: 1, memory: { used: 1, total: 2 }, platform: 'linux' },
    };
    const report = { status, timestamp: now, ...(isTold ? details : { services: summary }) };
    return {
      status: status === 'error' ? 503 : 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    };
  }
}
