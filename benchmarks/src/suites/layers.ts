import { spec } from '@neurite/core';
import { OURS, PEAK } from '../goals.js';
import { layerCases } from '../layers/index.js';
import { BATCH, type LayerCase } from '../layers/layer-case.js';
import { createPeak } from '../peak.js';
import { formatRatios } from '../report.js';
import type { Case, Suite } from '../suite.js';
import { openOn, openPeers } from './engine.js';

const ON_OURS = 'tfjs-layers, our wasm';
const STOCK = 'tfjs wasm';
/** Stock tfjs cannot train convolutions and embeddings; mended it can. */
const MENDED = 'tfjs wasm, mended';
const TORCH = 'PyTorch';

/** Seconds after which a contender is left out. */
const LONGEST_RUN = 0.3;

/** Each layer alone, forward and backward. */
export const layersSuite: Suite = {
  name: 'layers',
  description:
    'forward and backward of each layer alone, against tfjs-layers on our engine and on its own, and PyTorch',
  open: async ({ threads }) => {
    const { peers, notes, close } = await openPeers([OURS, ON_OURS, STOCK, MENDED, TORCH], { threads });
    const peak = createPeak();
    const limit = `${PEAK}, ${peak.instructions}`;
    const caseOf = ({ ours, tfjs: _, ...layer }: LayerCase): Case => {
      const flops = flopsOf(ours, layer.shape);
      return {
        name: `${layer.name} of [${layer.shape}]`,
        row: layer.name,
        size: `[${BATCH},${layer.shape}]`,
        ...(flops === 0 ? {} : { flops }),
        open: async () => {
          const task = { kind: 'layer', layer, batch: BATCH } as const;
          const { contenders, ...rest } = await openOn(peers, task, { longestRun: LONGEST_RUN });
          return {
            contenders: flops === 0 ? contenders : [...contenders, { name: limit, run: () => peak.run(flops) }],
            ...rest,
          };
        },
      };
    };
    const columns = [
      [ON_OURS, 'tfjs, our'],
      [STOCK, 'tfjs'],
      [MENDED, 'mended'],
      [TORCH, 'PyTorch'],
    ] as const;
    return {
      notes,
      packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
      cases: layerCases.map(caseOf),
      summary: (results) => [
        { title: 'layers: our time in terms of others’', lines: formatRatios(results, { columns, share: limit }) },
      ],
      close,
    };
  },
};

/** Floating-point operations of the layer's products: forward, and a gradient for either side. */
function flopsOf(layer: LayerCase['ours'], shape: LayerCase['shape']): number {
  return 2 * 3 * BATCH * (layer.describe?.(spec(shape)).multiplyAdds ?? 0);
}
