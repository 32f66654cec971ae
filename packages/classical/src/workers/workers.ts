/**
 * How many threads do the work; 1 is the thread of the call. More are threads of Node or Web Workers, which are started for
 * the call and ended with it, and give the same bits.
 *
 * `module` is the URL of the script that they run: one that calls `serveWorkers`, or `serveEstimator` with what is learned.
 * Default: the package's own script, which Node and bundlers that follow `new Worker(new URL(…))` find.
 */
export type Workers = number | { readonly count: number; readonly module: string | URL };
