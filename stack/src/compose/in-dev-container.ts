import { StackError } from '../stack-error.ts';

/** Whether this runs in the container `workspace`, beside those of the stack. */
export function isInDevContainer(): boolean {
  return process.env.IN_DEV_CONTAINER === '1';
}

/**
 * @param verb as it is typed
 * @throws StackError always, saying what to do instead
 */
export function refuseInside(verb: 'dev' | 'down' | 'clean'): never {
  if (verb === 'dev') {
    throw new StackError('`make dev` is not for inside the dev container: it would replace the container you are in', {
      fix: [
        'The stack was started with the dev container: make status shows it',
        'What is stopped or hangs: make restart, or make restart SERVICE=api',
        'To build it anew: make dev on the host, or Dev Containers: Rebuild Container in the editor',
      ],
    });
  }
  throw new StackError(
    `\`make ${verb}\` is not for inside the dev container: it would take the container you are in with it`,
    {
      fix: [`On the host, in this checkout: make ${verb}`, 'To begin anew with the services alone: make restart'],
    },
  );
}
