import { useWasm } from '@neurite/backend-wasm';
import { webEngine } from '@neurite/backend-web';
import { serveTraining } from '@neurite/training-worker';
import { trainNetwork } from './train-network.js';

const engine: typeof webEngine = {
  ...webEngine,
  use: async (options) => {
    // Its own kernels compute all networks of this page; without the cpu backend's, 48 kB less are loaded. Where it does
    // not start, the choice of an engine says why.
    await useWasm({ fallback: false }).catch(() => undefined);
    return webEngine.use(options);
  },
};

serveTraining(engine, trainNetwork);
