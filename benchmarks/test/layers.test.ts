import '@tensorflow/tfjs';
import { useWasm } from '@neurite/backend-wasm';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { sameDigest } from '../src/kernels/run-kernel.js';
import { layerCases } from '../src/layers/index.js';
import { ourLayer } from '../src/layers/our-layer.js';
import { tfjsLayer } from '../src/layers/tfjs-layer.js';
import type { Work } from '../src/peers/serve.js';

beforeAll(async () => void (await useWasm()));

/** Neither has tfjs a gradient of these. */
const untrainable = ['conv2d(32, 3, { dilation: 2 })'];
/** Theirs has the reset gate before the product. */
const differing = ['gru(32)'];

function digestOf(work: Work): readonly number[] {
  const digest = work.digest!() as number[]; // at once
  work.close!();
  return digest;
}

it('gives each layer a name of its own', () => {
  expect(new Set(layerCases.map(({ name, shape }) => `${name} ${shape}`)).size).toBe(layerCases.length);
});

it.each(layerCases.map((each) => [each.name, each] as const))(
  '%s gives what tfjs-layers gives, and leaves nothing behind',
  (name, each) => {
    const before = memory().numTensors;
    const ours = digestOf(ourLayer(each));
    expect(memory().numTensors).toBe(before);
    expect(ours.every(Number.isFinite)).toBe(true);
    if (each.random === true) return;
    expect(ours.length).toBeGreaterThan(4);
    if (each.tfjs === undefined || untrainable.includes(name)) return;
    const theirs = digestOf(tfjsLayer(each));
    expect(sameDigest(ours, theirs), `ours ${ours}, theirs ${theirs}`).toBe(!differing.includes(name));
  },
);
