/** What computes in this room; each is loaded when it is first asked for. */

export const loadConvolve = (): Promise<typeof import('./convolution.js')['convolve']> =>
  import('./convolution.js').then(({ convolve }) => convolve);

export const loadUnroll = (): Promise<typeof import('./recurrence.js')['unroll']> =>
  import('./recurrence.js').then(({ unroll }) => unroll);

export const loadProbabilities = (): Promise<typeof import('./probabilities.js')['probabilities']> =>
  import('./probabilities.js').then(({ probabilities }) => probabilities);
