import { OURS } from '../goals.js';
import { layerNetworks } from '../networks/layers.js';
import type { Suite } from '../suite.js';
import { openOn, openPeers } from './engine.js';

/** tfjs-layers on its own engine cannot train convolutions: it says so, and as it is mended it can. */
const TAKING_PART: readonly string[] = [OURS, 'tfjs-layers, our wasm', 'tfjs wasm', 'tfjs wasm, mended'];

/** A train step of networks of one layer. */
export const layersSuite: Suite = {
  name: 'layers',
  description: 'forward and backward of each layer, against tfjs-layers on our engine and on its own',
  open: async ({ threads }) => {
    const { peers, notes, close } = await openPeers(TAKING_PART, { threads });
    return {
      notes,
      packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
      cases: layerNetworks.map(({ key, name }) => ({
        name,
        open: () => openOn(peers, { kind: 'network', network: key, mode: 'train' }),
      })),
      close,
    };
  },
};
