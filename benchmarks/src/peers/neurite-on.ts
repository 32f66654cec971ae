import { type EngineName, useNodeGpu } from '@neurite/backend-node-gpu';
import { networkWork } from './our-network.js';
import { serve } from './serve.js';

/** Our networks on an engine of `@neurite/backend-node-gpu`. */
await serve(async ([engine]) => {
  const report = await useNodeGpu({ prefer: engine as EngineName, strict: true });
  return {
    hello: { ready: `neurite on ${report}` },
    open: (task) => {
      if (task.kind !== 'network') throw new RangeError('not measured on it');
      return networkWork(task);
    },
  };
});
