import { isSameRelease, readJournal, withGoodRelease, writeJournal, type Journal, type Release } from './journal.ts';

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
