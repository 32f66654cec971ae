import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAsComposed } from '../support/composed.js';
import { type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Sizes = readonly [batch: number, time: number, units: number];
type Names = 'Lstm' | 'Gru' | 'SimpleRnn';

const GATES = { Lstm: 4, Gru: 3, SimpleRnn: 1 };
/** What the forward kernel gives for the gradient's, by the names of its inputs; undefined is for the caller alone. */
const OUTPUTS: Readonly<Record<Names, readonly (string | undefined)[]>> = {
  Lstm: ['outputs', undefined, 'gates', 'cells'],
  Gru: ['outputs', 'gates'],
  SimpleRnn: ['outputs'],
};

/** Runs a sequence and its gradient, with a mask or without; returns what the kernel gives. */
async function expectSequence(
  name: Names,
  [batch, time, units]: Sizes,
  { mask, attrs = {} }: { readonly mask?: Plain | undefined; readonly attrs?: object } = {},
): Promise<Plain[]> {
  const masked = mask === undefined ? {} : { mask };
  const state = [batch, units];
  const kept = {
    recurrentKernel: randomPlain([units, GATES[name] * units], 2),
    initialState: randomPlain(state, 3),
    ...(name === 'Lstm' ? { initialCell: randomPlain(state, 5) } : {}),
    ...masked,
  };
  const x = randomPlain([batch, time, GATES[name] * units], 1);
  const bias = name === 'Gru' ? { recurrentBias: randomPlain([3 * units], 7) } : {};
  const kernel = `${mask === undefined ? '' : 'Masked'}${name}Sequence`;
  const made = await expectAsComposed(kernel, { x, ...kept, ...bias }, attrs);
  const names = mask === undefined ? OUTPUTS[name] : [OUTPUTS[name][0], undefined, ...OUTPUTS[name].slice(1)];
  const saved = Object.fromEntries(names.flatMap((of, i) => (of === undefined ? [] : [[of, made[i]!]])));
  const dys = {
    dOutputs: randomPlain([batch, time, units], 4),
    ...(name === 'Lstm' ? { dFinalCell: randomPlain(state, 6) } : {}),
    ...(mask === undefined ? {} : { dFinalState: randomPlain(state, 8) }),
  };
  await expectAsComposed(`${kernel}Grad`, { ...dys, ...kept, ...saved }, attrs, 1e-4);
  return made;
}

const sequences: readonly (readonly [Names, object])[] = [
  ['Lstm', {}],
  ['Gru', {}],
  ['SimpleRnn', { activation: 'tanh' }],
  ['SimpleRnn', { activation: 'relu' }],
];

describe.each(sequences)('%sSequence %j', (name, attrs) => {
  it.each([
    [1, 1, 1],
    [2, 3, 4],
    [3, 7, 5],
    [5, 2, 17],
    [9, 3, 8],
  ])('of %i samples, %i steps and %i units', async (...sizes) => {
    const [batch, time] = sizes;
    await expectSequence(name, sizes, { attrs });
    const masks = [
      strangePlain([batch, time], 9, [0, 1]),
      strangePlain([batch, time], 10, [1]),
      strangePlain([batch, time], 11, [0]),
      strangePlain([batch, time], 12, [0, -0, 0.5, -1, Number.NaN]),
    ];
    for (const mask of masks) await expectSequence(name, sizes, { mask, attrs });
  });

  it('gives nothing for no samples, and no gradient by the weights', async () => {
    const [time, units] = [2, 3];
    const columns = GATES[name] * units;
    const of = (...shape: number[]): Plain => randomPlain([0, ...shape], 1);
    const kept = {
      recurrentKernel: randomPlain([units, columns], 2),
      initialState: of(units),
      initialCell: of(units),
      mask: of(time),
      outputs: of(time, units),
      gates: of(time, 4 * units),
      cells: of(time, units),
      dOutputs: of(time, units),
      dFinalState: of(units),
      dFinalCell: of(units),
    };
    const names = Object.keys(kept);
    for (const masked of ['', 'Masked']) {
      const made = await runOn(
        'wasm',
        (...tensors) => {
          const inputs = Object.fromEntries(names.map((key, i) => [key, tensors[i]!]));
          const { mask, dFinalState, ...unmasked } = inputs;
          const given = masked === '' ? unmasked : inputs;
          return engine().runKernel(`${masked}${name}SequenceGrad`, given, attrs as NamedAttrMap) as Tensor[];
        },
        Object.values(kept),
      );
      expect(made[0]!.shape).toEqual([0, time, columns]);
      expect(made[1]).toEqual({ ...randomPlain([units, columns], 1), values: new Array(units * columns).fill(0) });
    }
  });

  it('has the bits of a sequence without a mask, where every step counts', async () => {
    const sizes: Sizes = [7, 3, 13];
    const ones = { ...randomPlain([7, 3], 1), values: new Array<number>(21).fill(1) };
    const [plain] = await expectSequence(name, sizes, { attrs });
    const [masked] = await expectSequence(name, sizes, { attrs, mask: ones });
    expect(masked!.values).toEqual(plain!.values);
  });

  it('leaves the state of a masked step to the bit', async () => {
    const sizes: Sizes = [4, 3, 5];
    const none = { ...randomPlain([4, 3], 1), values: new Array<number>(12).fill(0) };
    const [outputs, finalState, finalCell] = await expectSequence(name, sizes, { attrs, mask: none });
    expect(outputs!.values.every((value) => value === 0)).toBe(true);
    expect(finalState!.values).toEqual([...Float32Array.from(randomPlain([4, 5], 3).values)]);
    if (name === 'Lstm') expect(finalCell!.values).toEqual([...Float32Array.from(randomPlain([4, 5], 5).values)]);
  });

  it('keeps NaN in its sample', async () => {
    const [batch, time, units] = [2, 2, 1];
    const columns = GATES[name] * units;
    const x = randomPlain([batch, time, columns], 1);
    const [outputs] = await expectAsComposed(
      `${name}Sequence`,
      {
        x: { ...x, values: [Number.NaN, ...x.values.slice(1)] },
        recurrentKernel: randomPlain([units, columns], 2),
        initialState: randomPlain([batch, units], 3),
        ...(name === 'Lstm' ? { initialCell: randomPlain([batch, units], 4) } : {}),
        ...(name === 'Gru' ? { recurrentBias: randomPlain([columns], 5) } : {}),
      },
      attrs,
    );
    expect(outputs!.values.map(Number.isNaN)).toEqual([true, true, false, false]);
  });
});
