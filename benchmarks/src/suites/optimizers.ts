import { OURS } from '../goals.js';
import type { Suite } from '../suite.js';
import { openOn, openPeers } from './engine.js';

/** Rows and columns of the matrices that are updated: 10⁴ parameters lie in a cache, 10⁶ do not. */
const SIZES = [100, 1000];
const TAKING_PART: readonly string[] = [OURS, 'PyTorch'];

/** Steps of an optimizer alone, against the fused ones of PyTorch. */
export const optimizersSuite: Suite = {
  name: 'optimizers',
  description: 'a step of Adam alone, against the fused one of PyTorch',
  open: async ({ threads }) => {
    const { peers, notes, close } = await openPeers(TAKING_PART, { threads });
    return {
      notes,
      packages: ['@tensorflow/tfjs-core'],
      cases: SIZES.map((size) => ({
        name: `Adam, ${(size * size).toLocaleString('en')} parameters`,
        open: () => openOn(peers, { kind: 'optimizer', optimizer: 'adam', size }),
      })),
      close,
    };
  },
};
