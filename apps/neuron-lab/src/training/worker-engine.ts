import { type EngineName, useWeb, webEngine } from '@neurite/backend-web';

/** The engines of a training. Wasm's own kernels compute all networks of this page: it loads none of the cpu backend. */
export const workerEngine: typeof webEngine = {
  ...webEngine,
  use: ({ prefer }) =>
    useWeb({
      wasm: { fallback: false },
      // An engine of backend-web: the page chooses among them.
      ...(prefer === undefined ? {} : { prefer: prefer as EngineName }),
    }),
};
