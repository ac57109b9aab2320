/** Whether standard output is a terminal on which lines can be drawn over; one that tells no size cannot be. */
export function isRedrawable(): boolean {
  return process.stdout.isTTY && process.env.TERM !== 'dumb' && process.stdout.rows > 0;
}
