import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';

/** Milliseconds by which this machine's clock is ahead of the API's, as of its last report; 0 where there is none. */
export function clockOffsetMs({ answer, receivedAt }: EnvironmentSnapshot): number {
  return answer && receivedAt !== undefined ? receivedAt - Date.parse(answer.timestamp) : 0;
}
