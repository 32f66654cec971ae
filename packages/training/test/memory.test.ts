import { useWasm } from '@neurite/backend-wasm';
import { type Blueprint, build, hostArray, RandomStream, tokens } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  layerNorm,
  lstm,
  maxPool2d,
  multiHeadAttention,
  positionalEmbedding,
  relu,
  sequential,
} from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam, chain, clipByGlobalNorm } from '@neurite/optimizers';
import { onEachBackend } from '@neurite/testing';
import { backend, memory, removeBackend, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';

const BATCH = 16;
const BATCHES = 9;

/** What is held now, and on an engine that tells it the most that ever was, and what it took from the system. */
function held(): Record<string, number> {
  const { numTensors, numBytes, numDataBuffers } = memory();
  const { liveBytes, peakBytes, heapBytes } = backend().memory() as unknown as Record<string, number | undefined>; // ours tells more
  const ofEngine = liveBytes === undefined ? {} : { liveBytes, peakBytes: peakBytes!, heapBytes: heapBytes! };
  return { numTensors, numBytes, numDataBuffers, ...ofEngine };
}

/** Each takes more memory than the one before, so that the most that ever was is its own. */
const networks: Readonly<Record<string, { readonly network: unknown; readonly x: readonly number[]; words?: true }>> = {
  MLP: { network: sequential(dense(24), relu(), dropout(0.2), dense(4)), x: [20] },
  LSTM: { network: sequential(embedding(11, 16), lstm(24), dense(4)), x: [7], words: true },
  CNN: {
    network: sequential(conv2d(16, 3), batchNorm(), relu(), maxPool2d(2), flatten(), dense(4)),
    x: [12, 12, 2],
  },
  transformer: {
    network: sequential(
      embedding(11, 64),
      positionalEmbedding(12),
      multiHeadAttention({ heads: 4, causal: true }),
      layerNorm(),
      flatten(),
      dense(4),
    ),
    x: [12],
    words: true,
  },
};

onEachBackend((name) => {
  describe('memory of a training run', () => {
    // A new engine: the most that ever was is not that of another file.
    beforeAll(async () => {
      if (name !== 'wasm') return;
      removeBackend('wasm');
      await useWasm();
    });

    it.each(Object.keys(networks))('is flat after the third step of a %s', async (name) => {
      const { network, x: shape, words = false } = networks[name]!;
      using model = build(network as Blueprint<Tensor, Tensor>, { input: words ? tokens(shape) : shape, seed: 3 });
      const random = RandomStream.fromSeed(5);
      const count = BATCH * BATCHES;
      const size = shape.reduce((product, extent) => product * extent, count);
      const x = words ? Int32Array.from({ length: size }, () => random.integer(11)) : random.uniforms(size);
      const y = Uint8Array.from({ length: count }, () => random.integer(4));
      const data = fromArrays({ x: hostArray(x, [count, ...shape]), y: hostArray(y) });
      const before = held();
      const steps: Record<string, number>[] = [];
      await fit(model, data.shuffle().batch(BATCH), {
        epochs: 1,
        loss: softmaxCrossEntropy,
        metrics: { accuracy },
        optimizer: chain(clipByGlobalNorm(1), adam()),
        callbacks: [{ name: 'watch', stepEnd: () => void steps.push(held()) }],
        seed: 7,
      });
      expect(steps).toHaveLength(BATCHES);
      // The last step has no other on its way behind it.
      for (const step of steps.slice(3, -1)) expect(step).toEqual(steps[2]);
      expect(steps.at(-1)!.numTensors).toBeLessThanOrEqual(steps[2]!.numTensors!);
      if (before.peakBytes !== undefined) {
        expect(steps.at(-1)!.peakBytes).toBe(steps[2]!.peakBytes);
        expect(steps[2]!.peakBytes).toBeGreaterThan(before.peakBytes);
      }
    });
  });
});
