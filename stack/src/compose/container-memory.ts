import { perService, type PerService } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { docker } from './docker.ts';

/** Version 2 of control groups, then version 1; a file's pages that can be dropped at any time do not count. */
const script = `cd /sys/fs/cgroup
cat memory.current memory/memory.usage_in_bytes 2>/dev/null
sed -n 's/^\\(total_\\)\\{0,1\\}inactive_file //p' memory.stat memory/memory.stat 2>/dev/null | tail -n 1`;

async function memoryOf(container: string): Promise<number | undefined> {
  const { ok, stdout } = await docker(['exec', container, 'sh', '-c', script], { deadlineMs: 5_000 });
  const [used = NaN, droppable = 0] = stdout.split('\n').filter(Boolean).map(Number);
  return ok && Number.isFinite(used) ? used - droppable : undefined;
}

/** Bytes of memory of each container that runs. `docker stats` tells the same, but takes two seconds for it. */
export async function containerMemory({ services }: StackState): Promise<PerService<number | undefined>> {
  const running = perService((name) => {
    const { container, phase } = services[name];
    return container && ['starting', 'up'].includes(phase) ? memoryOf(container) : undefined;
  });
  const [database, cache, api, frontend] = await Promise.all([
    running.database,
    running.cache,
    running.api,
    running.frontend,
  ]);
  return { database, cache, api, frontend };
}
