/** How reports arrive. `paused`: nobody looks, so nobody asks. `lost`: the API cannot be reached. */
export type Link = 'paused' | 'connecting' | 'live' | 'polling' | 'lost';
