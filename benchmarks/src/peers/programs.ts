import { fileURLToPath } from 'node:url';
import { OURS, OURS_ON_TWO, PEAK_OF_TWO } from '../goals.js';
import type { Pages } from './page-peer.js';
import { SERVED } from './page-peer.js';
import { nodePeer, processPeer } from './process-peer.js';
import type { PeerProgram } from './protocol.js';

type Options = {
  /** Of whoever has them. */
  readonly threads: number;
  /** Whether some take part a second time, with two threads. */
  readonly onTwo: boolean;
};

/** Our layers on TensorFlow's CPU device, where `setup` of backend-node-gpu has run. */
export const ON_TENSORFLOW = 'neurite on TensorFlow';
const MENDED = 'tfjs wasm, mended';

/** Who takes part in Node, and beside it. */
export function programs({ threads, onTwo }: Options): PeerProgram[] {
  const count = String(threads);
  return [
    nodePeer(OURS, { file: 'neurite', args: [count], threads }),
    ...(onTwo
      ? [
          nodePeer(OURS_ON_TWO, { file: 'neurite', args: ['2'], threads: 2 }),
          nodePeer(PEAK_OF_TWO, { file: 'two-cores', threads: 2 }),
        ]
      : []),
    nodePeer(ON_TENSORFLOW, { file: 'neurite-on', args: ['tensorflow-cpu'], threads }),
    nodePeer('tfjs-layers, our wasm', { file: 'tfjs', args: ['ours', count], threads }),
    nodePeer('tfjs wasm', { file: 'tfjs', args: ['stock'], threads }),
    nodePeer(MENDED, { file: 'tfjs', args: ['mended'], threads }),
    nodePeer('jax-js jit', { file: 'jax', threads }),
    nodePeer('onnxruntime', { file: 'onnx', args: [count], threads }),
    processPeer({
      name: 'PyTorch',
      command: process.env.PYTHON ?? 'python3',
      arguments: [fileURLToPath(new URL('../../python/torch_peer.py', import.meta.url)), count],
      environment: { OMP_NUM_THREADS: count, MKL_NUM_THREADS: count },
      threads,
    }),
  ];
}

/** Who takes part in pages. */
export function pagePrograms({ peer }: Pages, { threads, onTwo }: Options): PeerProgram[] {
  const tfjs = (kind: string, count: number): Parameters<typeof peer>[1] => ({
    file: 'tfjs',
    args: [kind, String(count), SERVED.tfjs],
    threads: count,
  });
  const neurite = (count: number): Parameters<typeof peer>[1] => ({
    file: 'neurite',
    args: [String(count), SERVED.neurite],
    threads: count,
  });
  return [
    peer(OURS, neurite(threads)),
    ...(onTwo ? [peer(OURS_ON_TWO, neurite(2))] : []),
    peer('tfjs wasm', tfjs('stock', threads)),
    peer(MENDED, tfjs('mended', threads)),
    ...(onTwo ? [peer(`${MENDED}, 2 threads`, tfjs('mended', 2))] : []),
    // In a page it has as many threads as it sees cores.
    peer('jax-js jit', { file: 'jax', threads }),
    ...(onTwo ? [peer('jax-js jit, 2 threads', { file: 'jax', threads: 2 })] : []),
  ];
}
