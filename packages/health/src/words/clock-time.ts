const dayMs = 86_400_000;

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const dayAndTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * An instant in the reader's time zone and manner: the time of day, with the date when it is a day ago or more.
 * @param instant ISO 8601
 * @param now milliseconds since the epoch
 */
export function formatTime(instant: string, now: number): string {
  const at = Date.parse(instant);
  return (now - at < dayMs ? timeOfDay : dayAndTime).format(at);
}

/** An instant with its date and to the minute, in the reader's time zone and manner. */
export function formatDayAndTime(instant: string): string {
  return dayAndTime.format(Date.parse(instant));
}
