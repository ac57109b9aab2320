/**
 * Runs Vite, which sets NODE_ENV for the whole process, and takes that back: after a build, what tests start would refuse to
 * reset data, for one, and after a server, a build would mix React's two modes.
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
