/**
 * Runs something and measures it.
 *
 * @param options.per what it is divided by, e.g. the number of rows
 * @returns its result, and microseconds
 */
export function timed<T>(run: () => T, { per }: { readonly per: number }): [result: T, microseconds: number] {
  const started = performance.now();
  const result = run();
  return [result, (1000 * (performance.now() - started)) / per];
}
