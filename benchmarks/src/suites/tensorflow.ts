import { caseName } from '../case-name.js';
import { OURS } from '../goals.js';
import { wideNetworks } from '../networks/index.js';
import { flopsOf } from '../networks/network.js';
import { ON_TENSORFLOW } from '../peers/programs.js';
import type { Suite } from '../suite.js';
import { openOn, openPeers } from './engine.js';

/** Networks of large products, on our wasm engine and on TensorFlow's CPU device, which has wider vectors. */
export const tensorflowSuite: Suite = {
  name: 'tensorflow',
  description: 'large products and recurrences on wasm, on TensorFlow in Node, and in PyTorch',
  open: async ({ threads }) => {
    const { peers, notes, close } = await openPeers([OURS, ON_TENSORFLOW, 'PyTorch'], { threads });
    return {
      notes,
      packages: ['@tensorflow/tfjs-core'],
      cases: wideNetworks.map((network) => ({
        name: caseName(network.key, 'train'),
        flops: flopsOf(network, 'train'),
        open: () => openOn(peers, { kind: 'network', network: network.key, mode: 'train' }),
      })),
      close,
    };
  },
};
