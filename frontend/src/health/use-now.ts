import { useEffect, useState } from 'react';

/**
 * Milliseconds since the epoch, renewed in the given interval.
 * @param intervalMs milliseconds
 */
export function useNow(intervalMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
