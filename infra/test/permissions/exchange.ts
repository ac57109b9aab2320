/** A request to AWS as it went over the wire. */
export interface Exchange {
  /** What asked for it, such as `deploy`. */
  readonly during: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** The header; its scope names the service. */
  readonly authorization: string;
  /** Of services that speak JSON, such as `AmazonEC2ContainerServiceV20141113.RunTask`. */
  readonly target: string;
  readonly body: string;
}
