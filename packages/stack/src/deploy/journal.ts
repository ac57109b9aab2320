import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const releaseSchema = z.object({ version: z.string(), apiImage: z.string(), frontendImage: z.string() });

/** What is deployed: the two images by digest, and the version they say they are. */
export type Release = z.infer<typeof releaseSchema>;

const journalSchema = z.object({
  version: z.literal(1),
  /** Deployments that passed their smoke test, the newest first. */
  good: z.array(releaseSchema.extend({ at: z.string() })),
  /** What a deployment that has not ended has done. */
  current: releaseSchema
    .extend({
      startedAt: z.string(),
      snapshot: z.string().exactOptional(),
      migrationTask: z.string().exactOptional(),
      isMigrated: z.boolean().exactOptional(),
      /** Version of the database's login that the migration's task read. */
      login: z.string().exactOptional(),
    })
    .exactOptional(),
});

type Journal = z.infer<typeof journalSchema>;

const keptReleases = 20;

/** What this checkout remembers; nothing where there is no journal, or one that cannot be read. */
function readJournal(file: string): Journal {
  try {
    return journalSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { version: 1, good: [] };
  }
}

/** Replaces the journal in one step. */
function writeJournal(file: string, journal: Journal): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(journal, null, 2)}\n`);
  renameSync(next, file);
}

export function isSameRelease(one: Release, other: Release): boolean {
  return one.apiImage === other.apiImage && one.frontendImage === other.frontendImage;
}

/** The journal after a release has passed its smoke test. */
function withGoodRelease({ good }: Journal, { version, apiImage, frontendImage }: Release, at: string): Journal {
  const release = { version, apiImage, frontendImage, at };
  const others = good.filter((each) => !isSameRelease(each, release));
  return { version: 1, good: [release, ...others].slice(0, keptReleases) };
}

type Progress = NonNullable<Journal['current']>;

/** What a deployment has done, kept for the run that continues it. */
export class DeploymentJournal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Begins a deployment, or continues one of the same release. */
  begin(release: Release): Progress {
    const journal = readJournal(this.#file);
    if (journal.current && isSameRelease(journal.current, release)) return journal.current;
    const current = { ...release, startedAt: new Date().toISOString() };
    writeJournal(this.#file, { ...journal, current });
    return current;
  }

  note(progress: Partial<Progress>): void {
    const journal = readJournal(this.#file);
    if (journal.current) writeJournal(this.#file, { ...journal, current: { ...journal.current, ...progress } });
  }

  /** Ends it well. @returns whether this release was not the last good one already */
  succeed(release: Release): boolean {
    const journal = readJournal(this.#file);
    const [last] = journal.good;
    writeJournal(this.#file, withGoodRelease(journal, release, new Date().toISOString()));
    return !last || !isSameRelease(last, release);
  }

  /** Forgets everything: the environment is gone. */
  clear(): void {
    writeJournal(this.#file, { version: 1, good: [] });
  }

  /** Deployments that passed their smoke test, the newest first. */
  get good(): readonly Release[] {
    return readJournal(this.#file).good;
  }
}
