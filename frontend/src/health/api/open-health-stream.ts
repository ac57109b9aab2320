import { healthPaths } from '@zero-to-running/contract/health';
import { healthEventName } from '@zero-to-running/contract/health-stream';

export interface StreamListener {
  /** @param raw the event's data, parsed as JSON only */
  readonly onReport: (raw: unknown) => void;
  /** The stream broke, was refused, or sent what is not JSON; it is closed by then. */
  readonly onDown: () => void;
}

/** Opens a stream and returns how to close it. */
export type OpenStream = (listener: StreamListener) => () => void;

/** Opens the API's event stream. EventSource's own way of reconnecting, which knows no back-off, is not used. */
export const openHealthStream: OpenStream = ({ onReport, onDown }) => {
  const source = new EventSource(healthPaths.stream);
  const fail = () => {
    source.close();
    onDown();
  };
  source.addEventListener('error', fail);
  source.addEventListener(healthEventName, ({ data }: MessageEvent<string>) => {
    let raw: unknown;
    try {
      raw = JSON.parse(data);
    } catch {
      fail();
      return;
    }
    onReport(raw);
  });
  return () => source.close();
};
