/** For the environment of what a test or a benchmark starts: nothing of the `make` that runs it, nor of what that was asked for. */
export const outsideMake = {
  ALL: '',
  MAKEFLAGS: '',
  MAKELEVEL: '',
  MFLAGS: '',
  FILE: '',
  NAME: '',
  SUITE: '',
} as const;
