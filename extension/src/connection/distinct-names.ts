import { plainText } from '../common/plain-text.ts';
import { limits } from './limits.ts';

/** Names as they can be shown, of which those that would look the same are numbered, so that none hides another. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    const short = plainText(name, limits.textLength);
    let shown = short;
    while (taken.has(shown)) {
      const count = (counts.get(short) ?? 1) + 1;
      counts.set(short, count);
      const suffix = ` (${count})`;
      shown = plainText(name, limits.textLength - suffix.length) + suffix;
    }
    taken.add(shown);
    return shown;
  });
}
