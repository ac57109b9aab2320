/** How long connections may take, in milliseconds. */
export interface ServerTimeouts {
  /** An idle connection lives longer than in a load balancer (60 s), which would else send into a closing one. */
  readonly keepAliveMs: number;
  /** From the first byte of a request, or of the connection, to the end of the headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  /** How often the two above are looked after. */
  readonly checkMs: number;
}

export const serverTimeouts: ServerTimeouts = {
  keepAliveMs: 65_000,
  headersMs: 66_000,
  requestMs: 75_000,
  checkMs: 2_000,
};
