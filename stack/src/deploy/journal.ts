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
    })
    .exactOptional(),
});

export type Journal = z.infer<typeof journalSchema>;

const keptReleases = 20;

/** What this checkout remembers; nothing where there is no journal, or one that cannot be read. */
export function readJournal(file: string): Journal {
  try {
    return journalSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { version: 1, good: [] };
  }
}

/** Replaces the journal in one step. */
export function writeJournal(file: string, journal: Journal): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(journal, null, 2)}\n`);
  renameSync(next, file);
}

export function isSameRelease(one: Release, other: Release): boolean {
  return one.apiImage === other.apiImage && one.frontendImage === other.frontendImage;
}

/** The journal after a release has passed its smoke test. */
export function withGoodRelease({ good }: Journal, { version, apiImage, frontendImage }: Release, at: string): Journal {
  const release = { version, apiImage, frontendImage, at };
  const others = good.filter((each) => !isSameRelease(each, release));
  return { version: 1, good: [release, ...others].slice(0, keptReleases) };
}
