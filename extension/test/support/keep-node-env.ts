/**
 * Runs a build by Vite, which makes its whole process a production's, and takes that back: what tests start afterwards would
 * refuse to reset data, for one.
 */
export async function keepNodeEnv<Result>(build: () => Promise<Result>): Promise<Result> {
  const { NODE_ENV: before } = process.env;
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
