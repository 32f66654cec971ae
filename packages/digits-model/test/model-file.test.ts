import { useWasm } from '@neurite/backend-wasm';
import { build, FormatError, parameters, stateDict } from '@neurite/core';
import { tensorsToSafetensors } from '@neurite/formats';
import { fill, memory, scalar } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../src/model-file.js';
import { INPUT_SHAPE, network } from '../src/network.js';

const training = { seed: 3, epochs: 2, data: 'mnist' };

describe('a model file', () => {
  beforeAll(async () => {
    await useWasm();
  });

  it('holds the weights bit for bit, and how they were trained', async () => {
    using model = build(network, { input: INPUT_SHAPE, seed: 3 });
    const { model: read, training: found } = decodeModel(await encodeModel(model, training), 'model');
    using _ = read;
    expect(found).toEqual(training);
    const [before, after] = [stateDict(model), stateDict(read)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [path, weights] of Object.entries(before))
      expect(await after[path]!.data()).toEqual(await weights.data());
  });

  it('takes half the bytes with weights of 16 bits, which are read as the others', async () => {
    using model = build(network, { input: INPUT_SHAPE, seed: 3 });
    const [whole, half] = [await encodeModel(model, training), await encodeModel(model, training, { half: true })];
    expect(half.length).toBeLessThan(0.52 * whole.length);
    const { model: read, training: found } = decodeModel(half, 'half');
    using _ = read;
    expect(found).toEqual(training);
    const [before, after] = [stateDict(model)['layers.16.kernel']!, stateDict(read)['layers.16.kernel']!];
    const [exact, rounded] = [await before.data(), await after.data()];
    for (const [i, weight] of exact.entries()) expect(rounded[i]).toBeCloseTo(weight, 3);
  });

  it('is refused by name when it is broken or of another program, without a leak', async () => {
    using model = build(network, { input: INPUT_SHAPE });
    const whole = await encodeModel(model, training);
    const foreign = await tensorsToSafetensors(stateDict(model), { metadata: { app: 'letters' } });
    const x = scalar(1);
    const small = await tensorsToSafetensors({ x }, {});
    x.dispose();
    using lost = build(network, { input: INPUT_SHAPE });
    const offset = parameters(lost).get('layers.2.offset')!;
    offset.assign(fill([16], Number.NaN));
    const diverged = await encodeModel(lost, training);
    const before = memory().numTensors;
    for (const [bytes, sentence] of [
      [whole.slice(0, 500), /^readSafetensors \(x\.safetensors\): /],
      [foreign, 'x.safetensors: the file does not hold a model of this program (metadata: it does not say how'],
      [diverged, 'safetensorsToTensors (x.safetensors): `layers.2.offset` must have finite numbers only; received NaN'],
      [small, 'x.safetensors: the file does not hold a model of this program ('],
    ] as const) {
      expect(() => decodeModel(bytes, 'x.safetensors')).toThrow(FormatError);
      expect(() => decodeModel(bytes, 'x.safetensors')).toThrow(sentence);
    }
    expect(memory().numTensors).toBe(before);
  });
});
