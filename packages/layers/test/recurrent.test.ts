import { build, glorotUniform, inference, parameters, RandomStream, spec } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import {
  cast,
  concat,
  matMul,
  ones,
  profile,
  reverse,
  slice,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dense, gru, lstm, type RecurrentOptions, sequential, simpleRnn } from '../src/index.js';

const layers = [
  { name: 'simpleRnn', gates: 1, layer: simpleRnn, kernel: 'SimpleRnnSequence' },
  { name: 'lstm', gates: 4, layer: lstm, kernel: 'LstmSequence' },
  { name: 'gru', gates: 3, layer: gru, kernel: 'GruSequence' },
] as const;

const FEATURES = 2;

/** Models with one seed have the same weights, whatever their options. */
function make(layer: (typeof layers)[number]['layer'], options: RecurrentOptions<true> = { returnSequences: true }) {
  return build(layer(3, options), { input: [1, FEATURES], seed: 5 });
}

function draw(batch: number, time: number, seed: number): Tensor3D {
  return tensor3d(RandomStream.fromSeed(seed).normals(batch * time * FEATURES), [batch, time, FEATURES]);
}

const sizes = [fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.nat(1000)] as const;

onEachBackend(() => {
  describe.each(layers.map((one) => [one.name, one] as const))('%s', (_, { layer, gates, kernel }) => {
    it('gives the last state without returnSequences, forwards and backwards', () =>
      fc.assert(
        fc.asyncProperty(...sizes, fc.boolean(), async (batch, time, seed, goBackwards) => {
          using all = make(layer, { returnSequences: true, goBackwards });
          using one = build(layer(3, { goBackwards }), { input: [1, FEATURES], seed: 5 });
          const x = draw(batch, time, seed);
          const states = all.forward(x, inference());
          expect(states.shape).toEqual([batch, time, 3]);
          const last = slice(states, [0, goBackwards ? 0 : time - 1, 0], [batch, 1, 3]);
          expect(await one.forward(x, inference()).data()).toEqual(await last.data());
        }),
        { numRuns: 20 },
      ));

    it('reads backwards what it would read forwards in a reversed input', () =>
      fc.assert(
        fc.asyncProperty(...sizes, async (batch, time, seed) => {
          using forwards = make(layer);
          using backwards = make(layer, { returnSequences: true, goBackwards: true });
          const x = draw(batch, time, seed);
          const expected = reverse(forwards.forward(reverse(x, 1), inference()), 1);
          expect(await backwards.forward(x, inference()).data()).toEqual(await expected.data());
        }),
        { numRuns: 20 },
      ));

    it('knows nothing of what comes later, and something of all that came before', () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.nat(1000), async (changed, seed) => {
          using model = make(layer);
          const time = 6;
          const x = draw(2, time, seed);
          const other = concat(
            [
              slice(x, [0, 0, 0], [2, changed, FEATURES]),
              draw(2, 1, seed + 1),
              slice(x, [0, changed + 1, 0], [2, time - changed - 1, FEATURES]),
            ],
            1,
          );
          const [a, b] = [model.forward(x, inference()), model.forward(other, inference())];
          const before = (y: Tensor3D) => slice(y, [0, 0, 0], [2, changed, 3]).data();
          const after = async (y: Tensor3D) => [...(await slice(y, [0, time - 1, 0], [1, 1, 3]).data())];
          expect(await before(b as Tensor3D)).toEqual(await before(a as Tensor3D));
          expect(await after(b as Tensor3D)).not.toEqual(await after(a as Tensor3D));
        }),
        { numRuns: 20 },
      ));

    it('answers about a batch as about its parts, wherever it is cut', () =>
      fc.assert(
        fc.asyncProperty(fc.nat(3), fc.nat(3), fc.nat(1000), async (first, second, seed) => {
          using model = make(layer);
          const parts = [draw(first, 4, seed), draw(second, 4, seed + 1)];
          const whole = model.forward(concat(parts, 0), inference());
          expect(whole.shape).toEqual([first + second, 4, 3]);
          await expectClose(
            whole,
            concat(
              parts.map((part) => model.forward(part, inference())),
              0,
            ),
          );
        }),
        { numRuns: 20 },
      ));

    it('draws each gate as a matrix of its own, with an orthogonal recurrent kernel', async () => {
      using model = make(layer);
      const [kernel, recurrent] = ['kernel', 'recurrentKernel'].map((path) => parameters(model).get(path)!.value);
      const bound = Math.sqrt(6 / (FEATURES + 3));
      const drawn = await kernel!.data();
      expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(bound);
      expect(new Set(drawn).size).toBe(FEATURES * 3 * gates);
      for (let gate = 0; gate < gates; gate++) {
        const square = slice(recurrent as Tensor2D, [0, gate * 3], [3, 3]);
        await expectClose(matMul(square, square, false, true), [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]);
      }
    });

    it('runs all steps in one kernel, with a mask or without', async () => {
      using model = make(layer);
      const x = draw(2, 7, 1);
      const namesOf = async (f: () => unknown): Promise<string[]> => {
        const { kernels } = await profile(() => tidy(() => void f()));
        return kernels.map(({ name }) => name).filter((name) => name.endsWith('Sequence'));
      };
      expect(await namesOf(() => model.forward(x, inference()))).toEqual([kernel]);
      expect(await namesOf(() => model.run({ x, mask: ones([2, 7]) }, inference()))).toEqual([`Masked${kernel}`]);
    });

    it('takes a mask of any dtype', async () => {
      using model = make(layer);
      const [x, mask] = [draw(2, 2, 1), tensor2d([1, 0, 1, 1], [2, 2])];
      const expected = await model.run({ x, mask }, inference()).outputs.data();
      for (const dtype of ['int32', 'bool'] as const) {
        const { outputs } = model.run({ x, mask: cast(mask, dtype) }, inference());
        expect(await outputs.data()).toEqual(expected);
      }
    });
  });

  it('layers of every state stand on one another, and one that gives the last goes into dense', async () => {
    const network = sequential(
      gru(4, { returnSequences: true }),
      simpleRnn(3, { returnSequences: true, kernelInitializer: glorotUniform() }),
      lstm(2),
      dense(1),
    );
    using model = build(network, { input: [5, FEATURES] });
    expect(network.outputSpec(spec([5, FEATURES]))).toEqual(spec([1]));
    expect(model.forward(draw(3, 5, 1), inference()).shape).toEqual([3, 1]);
    expect([...parameters(model).keys()]).toEqual([
      'layers.0.kernel',
      'layers.0.recurrentKernel',
      'layers.0.bias',
      'layers.0.recurrentBias',
      'layers.1.kernel',
      'layers.1.recurrentKernel',
      'layers.1.bias',
      'layers.2.kernel',
      'layers.2.recurrentKernel',
      'layers.2.bias',
      'layers.3.kernel',
      'layers.3.bias',
    ]);
  });
});
