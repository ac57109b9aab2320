/** What a state looks like; several states may share a look. */
export type Tone = 'ok' | 'degraded' | 'error' | 'unknown';
