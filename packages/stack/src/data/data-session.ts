import type { Client } from 'pg';
import type { Checkout } from '../checkout.ts';
import type { DatabaseNames } from './catalog.ts';

// What the files of this folder hand to each other.

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The application's database, and how to log in as its owner. */
export interface DatabaseTarget extends Address {
  readonly user: string;
  readonly password: string;
  readonly name: string;
}

/** The local stack's stores, as they are reached from here. */
export interface DataTarget {
  readonly database: DatabaseTarget;
  /** None where only a database was named. */
  readonly cache?: Address | undefined;
  /** Whose the database must be; undefined for one that was named on purpose. */
  readonly owner?: ClusterOwner | undefined;
}

/** Whose a cluster must be. */
export interface ClusterOwner {
  readonly checkout: Checkout;
  /** Where the data of this checkout's native stack is: stronger than any mark, which is copied with the folder. */
  readonly dataDirectory?: string;
  /** Whether this process knows the checkout by the path that the mark is to have: not inside the dev container. */
  readonly mayMark: boolean;
}

/** Hears of every step before it is taken, in words for a person. */
export type OnStep = (step: string) => void | Promise<void>;

/** What the work on one application's databases needs. Its connections are to the maintenance database. */
export interface DataSession {
  readonly target: DataTarget;
  /** As `target.database`, but with the rights to make and rename databases. */
  readonly superuser: DatabaseTarget;
  readonly names: DatabaseNames;
  /** Its statements are the work; it holds the lock. */
  readonly client: Client;
  /** For administration while the other waits. */
  readonly adminClient: Client;
  readonly step: OnStep;
}
