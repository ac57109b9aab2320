const explanations: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is taken by another process: stop that, or set PORT to a free one (0 takes any).`,
  EACCES: (host, port) => `This user may not listen on port ${port} of ${host}: set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: (host) => `This machine does not have the address ${host}: set HOST to one of its own, or 0.0.0.0.`,
  ENOTFOUND: (host) => `The name ${host} does not resolve: set HOST to an address of this machine, or 0.0.0.0.`,
};

/** Why the server cannot listen, and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(cause: NodeJS.ErrnoException, host: string, port: number) {
    const explain = explanations[cause.code ?? ''];
    super(
      explain ? `${explain(host, port)} (${cause.code})` : `Cannot listen on port ${port} of ${host}: ${cause.message}`,
      { cause },
    );
  }
}
