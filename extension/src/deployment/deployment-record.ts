import { z } from 'zod';
import { deploymentsKey, type Memory } from './remembers-deployments.ts';

const folderSchema = z.object({ uri: z.string(), name: z.string(), path: z.string() });

const recordSchema = z.object({
  folder: folderSchema,
  environment: z.string(),
  process: z.object({ pid: z.int().positive(), started: z.string() }),
  /** Where its files are. */
  directory: z.string(),
  /** Milliseconds since the epoch, as those below. */
  since: z.number(),
  /** When a person cancelled it. */
  cancelledAt: z.number().optional(),
});

/** What is needed to find a deployment again after a reload. */
export type DeploymentRecord = Readonly<z.infer<typeof recordSchema>>;

/** The deployments that run, kept over a reload of the window. */
export class DeploymentRecords {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  all(): readonly DeploymentRecord[] {
    const kept = this.#memory.get(deploymentsKey);
    // Another version's may be of another form.
    return Array.isArray(kept) ? kept.flatMap((each: unknown) => recordSchema.safeParse(each).data ?? []) : [];
  }

  /** Keeps one, in place of what was kept of it before. */
  async put(record: DeploymentRecord): Promise<void> {
    await this.#memory.update(deploymentsKey, [...this.#without(record), record]);
  }

  async remove(record: DeploymentRecord): Promise<void> {
    const left = this.#without(record);
    await this.#memory.update(deploymentsKey, left.length === 0 ? undefined : left);
  }

  #without({ directory }: DeploymentRecord): DeploymentRecord[] {
    return this.all().filter((each) => each.directory !== directory);
  }
}
