import type { Absent } from '../case-result.js';
import { OURS } from '../goals.js';
import { Peer } from '../peers/peer.js';
import { programs } from '../peers/programs.js';
import type { Suite } from '../suite.js';
import { openOn, startAll } from './engine.js';

/** Rows and columns of the matrices that are updated: 10⁴ parameters lie in a cache, 10⁶ do not. */
const SIZES = [100, 1000];
const TAKING_PART: readonly string[] = [OURS, 'PyTorch'];

/** Steps of an optimizer alone, against the fused ones of PyTorch. */
export const optimizersSuite: Suite = {
  name: 'optimizers',
  description: 'a step of Adam alone, against the fused one of PyTorch',
  open: async ({ threads }) => {
    const all = await startAll(programs({ threads, onTwo: false }).filter(({ name }) => TAKING_PART.includes(name)));
    const peers = all.filter((each) => each instanceof Peer);
    const absent = all.filter((each): each is Absent => !(each instanceof Peer));
    return {
      notes: [
        ...peers.map(({ hello }) => hello.ready!),
        ...absent.map(({ name, reason }) => `${name}: left out, ${reason}`),
      ],
      packages: ['@tensorflow/tfjs-core'],
      cases: SIZES.map((size) => ({
        name: `Adam, ${(size * size).toLocaleString('en')} parameters`,
        open: () => openOn(peers, { kind: 'optimizer', optimizer: 'adam', size }),
      })),
      close: () => {
        for (const peer of peers) peer.stop();
      },
    };
  },
};
