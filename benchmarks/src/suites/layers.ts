import type { Absent } from '../case-result.js';
import { OURS } from '../goals.js';
import { layerNetworks } from '../networks/layers.js';
import { Peer } from '../peers/peer.js';
import { programs } from '../peers/programs.js';
import type { Suite } from '../suite.js';
import { openOn, startAll } from './engine.js';

/** tfjs-layers on its own engine cannot train convolutions: it says so, and as it is mended it can. */
const TAKING_PART: readonly string[] = [OURS, 'tfjs-layers, our wasm', 'tfjs wasm', 'tfjs wasm, mended'];

/** A train step of networks of one layer. */
export const layersSuite: Suite = {
  name: 'layers',
  description: 'forward and backward of each layer, against tfjs-layers on our engine and on its own',
  open: async ({ threads }) => {
    const all = await startAll(programs({ threads, onTwo: false }).filter(({ name }) => TAKING_PART.includes(name)));
    const peers = all.filter((each) => each instanceof Peer);
    const absent = all.filter((each): each is Absent => !(each instanceof Peer));
    return {
      notes: [
        ...peers.map(({ hello }) => hello.ready!),
        ...absent.map(({ name, reason }) => `${name}: left out, ${reason}`),
      ],
      packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
      cases: layerNetworks.map(({ key, name }) => ({
        name,
        open: () => openOn(peers, { kind: 'network', network: key, mode: 'train' }),
      })),
      close: () => {
        for (const peer of peers) peer.stop();
      },
    };
  },
};
