import { ofTheData, ofTheEnd } from './of-data.ts';
import { ofTheMachine } from './of-machine.ts';
import { ofMigrations } from './of-migrations.ts';
import { ofTheStack } from './of-stack.ts';
import type { Situation } from './printed-advice.ts';

export const aboutStack: readonly Situation[] = [...ofTheStack, ...ofTheMachine];

export const aboutData: readonly Situation[] = [...ofTheData, ...ofMigrations, ...ofTheEnd];

/** Every situation in which a command is printed as advice, with what comes of it. */
export const situations: readonly Situation[] = [...aboutStack, ...aboutData];
