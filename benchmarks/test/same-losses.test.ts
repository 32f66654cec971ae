import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sameDigest } from '../src/kernels/run-kernel.js';
import { Peer } from '../src/peers/peer.js';
import { processPeer } from '../src/peers/process-peer.js';

const built = (file: string): string => fileURLToPath(new URL(`../dist/peers/${file}.js`, import.meta.url));

/** What a peer says of the losses of its first three steps from the common weights. */
async function lossesOf(network: string, [file, ...args]: readonly string[]): Promise<readonly number[]> {
  const name = `${file} ${args.join(' ')}`;
  const program = processPeer({ name, command: process.execPath, arguments: [built(file!), ...args] });
  const peer = await Peer.start(program);
  if (!(peer instanceof Peer)) expect.fail(peer.reason);
  try {
    // What it computes is asked here: on a busy machine it may take its time.
    const task = { kind: 'network', network, mode: 'train' } as const;
    const opened = await peer.open(task, { patience: 100, longestRun: Number.POSITIVE_INFINITY });
    if ('reason' in opened) expect.fail(`${name}: ${opened.reason}`);
    return opened.digest!;
  } finally {
    peer.stop();
  }
}

const tfjs = ['tfjs', 'ours', '1'] as const;
type Row = readonly [network: string, peers: readonly (readonly string[])[]];
const first: Row = ['mlp', [tfjs, ['tfjs', 'stock'], ['jax'], ['onnx', '1']]];
const pairs: readonly Row[] = [
  first,
  // jax-js needs minutes to compile it.
  ['cnn', [tfjs, ['tfjs', 'mended'], ['onnx', '1']]],
  ['lstm', [tfjs, ['tfjs', 'stock']]],
  ['transformer', [tfjs, ['tfjs', 'stock']]],
  // From a state of zeros, the other position of the reset gate shows only after several steps.
  ['gru', [tfjs]],
];
// Each peer once; `npm run check -- peers` takes every network with every peer.
const each: readonly Row[] = [first, ['cnn', [['tfjs', 'mended']]]];
const taken = process.env.NEURITE_PEERS === 'all' ? pairs : each;

it.skipIf(!existsSync(built('neurite'))).each(taken)(
  'every peer has the losses that we have: %s (needs a build)',
  async (network, peers) => {
    const ours = await lossesOf(network, ['neurite', '1']);
    expect(ours[0]).toBe(3);
    expect(ours[1]).not.toBe(ours[2]);
    for (const peer of peers) {
      const theirs = await lossesOf(network, peer);
      expect(sameDigest(ours, theirs), `${peer.join(' ')}: ${theirs}, ours ${ours}`).toBe(true);
    }
  },
);
