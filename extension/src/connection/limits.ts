/** What a server may send at most; the real ones stay a hundred times below. */
export const limits = {
  /** Bytes of one answer, or of the stream between two reports. */
  answerBytes: 1024 * 1024,
  /** Services of one report that are shown. */
  services: 50,
  /** Characters of a name, a version or a platform. */
  textLength: 80,
  /** Milliseconds for one answer as a whole. */
  answerMs: 5_000,
  /** Milliseconds between two reports that are taken notice of. */
  reportIntervalMs: 100,
} as const;
