import manifest from '../../package.json' with { type: 'json' };

/** The product, by the two names that the root `package.json` has for it: for programs, without a scope, and for people. */
export const product = {
  name: manifest.name.replace(/^.*\//, ''),
  displayName: manifest.displayName,
} as const;
