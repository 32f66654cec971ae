import { serve } from '../internal/workers/serve.js';

/**
 * Makes a module the script of `workers`, for bundlers that do not find the package's own: `{ count: 2, module }` with its
 * URL. In any other thread it does nothing.
 *
 * @example
 * serveWorkers();
 */
export function serveWorkers(): void {
  serve(undefined);
}
