const trouble = /error|fatal|panic|exception|failed|cannot|could not|refused|denied|in use|wrong|invalid|unexpected/i;

/** Such as `at run (file.ts:1:2)`. */
const stackFrame = /^\s+at /;

/** What watches over the program says nothing about its failure. */
const watcher = /^\[dev\]/;

const searched = 60;
const framesKept = 3;

/** Leaves out all frames of a stack but the first ones. */
export function withoutDeepFrames(lines: readonly string[]): string[] {
  let frames = 0;
  return lines.filter((line) => {
    frames = stackFrame.test(line) ? frames + 1 : 0;
    return frames <= framesKept;
  });
}

/**
 * The lines of a log that tell why its service failed: from the first sign of trouble near the end, or else the last
 * ones.
 */
export function excerpt(lines: readonly string[], maxLines = 14): string[] {
  const telling = lines.slice(-searched).filter((line) => line.trim() !== '' && !watcher.test(line));
  const recent = withoutDeepFrames(telling);
  const first = recent.findIndex((line) => trouble.test(line));
  if (first === -1) return recent.slice(-maxLines);
  // A compiler shows the place above its message.
  const start = Math.max(0, first - 4);
  return recent.slice(start, start + maxLines);
}
