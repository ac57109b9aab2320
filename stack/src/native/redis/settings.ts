/** A cache and nothing else: bounded, on the loopback address, and without a trace on disk. */
const settings: Readonly<Record<string, string>> = {
  bind: '127.0.0.1',
  'protected-mode': 'yes',
  save: '',
  appendonly: 'no',
  maxmemory: '64mb',
  'maxmemory-policy': 'allkeys-lru',
  daemonize: 'no',
  // A changed title would overwrite the environment by which the stack recognises its processes.
  'set-proc-title': 'no',
  'tcp-backlog': '128',
  dir: '/',
};

/** Arguments of redis-server. */
export function redisArguments(port: number): string[] {
  return Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [`--${name}`, value]);
}
