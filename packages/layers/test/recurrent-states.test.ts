import {
  type Blueprint,
  build,
  inference,
  loadState,
  type Module,
  parameters,
  RandomStream,
  type State,
  valueAndGradients,
} from '@neurite/core';
import { checkGradients, expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import {
  add,
  concat,
  mul,
  reshape,
  type Scalar,
  slice,
  sub,
  sum,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bidirectional,
  type CellBlueprint,
  type CellOptions,
  gru,
  gruCell,
  lstm,
  lstmCell,
  recurrent,
  simpleRnn,
  simpleRnnCell,
  stacked,
} from '../src/index.js';

type Weights = Readonly<Record<string, NestedNumbers>>;
type Kind = 'lstm' | 'gru' | 'simpleRnn';
type Case = {
  readonly kind: Kind;
  readonly units: number;
  readonly options: { readonly returnSequences: boolean; readonly goBackwards?: boolean };
  readonly cellOptions: CellOptions;
  readonly x: number[][][];
  readonly mask: number[][] | null;
  /** For each direction or layer: h, and c of an LSTM. */
  readonly initial: readonly (readonly number[][][])[];
  readonly weights: readonly Weights[];
  readonly y: NestedNumbers;
  readonly final: readonly (readonly number[][][])[];
  readonly cotangent: NestedNumbers;
  readonly finalCotangents: readonly (readonly number[][][])[];
  readonly gradients: {
    readonly x: NestedNumbers;
    readonly initial: readonly (readonly number[][][])[];
    readonly weights: readonly Weights[];
  };
};

const cells = { lstm: lstmCell, gru: gruCell, simpleRnn: simpleRnnCell };
const layers = { lstm, gru, simpleRnn };
const close = { relative: 1e-5, absolute: 1e-5 };

/** Every way in which a layer is built of these weights, with the paths at which they lie, and the form of its state. */
type Way = {
  readonly name: string;
  readonly make: (one: Case) => Blueprint<Tensor3D, Tensor>;
  readonly paths: readonly string[];
  readonly stateOf: (parts: readonly State[]) => State;
};

const ways: Readonly<Record<string, readonly Way[]>> = {
  recurrent: [
    {
      name: 'as a layer',
      make: ({ kind, units, options, cellOptions }) =>
        layers[kind](units, { ...options, ...cellOptions }) as Blueprint<Tensor3D, Tensor>, // of a rank that the case says
      paths: [''],
      stateOf: ([one]) => one!,
    },
    {
      name: 'as a cell',
      make: ({ kind, units, options, cellOptions }) =>
        recurrent(cells[kind](units, cellOptions) as CellBlueprint, options) as Blueprint<Tensor3D, Tensor>, // as above
      paths: ['cell.'],
      stateOf: ([one]) => one!,
    },
  ],
  'go-backwards': [
    {
      name: 'as a layer',
      make: ({ kind, units, options, cellOptions }) =>
        layers[kind](units, { ...options, ...cellOptions }) as Blueprint<Tensor3D, Tensor>, // as above
      paths: [''],
      stateOf: ([one]) => one!,
    },
  ],
  stacked: [
    {
      name: 'as a cell',
      make: ({ kind, units, options, cellOptions }) => {
        const cell = (): CellBlueprint => cells[kind](units, cellOptions) as CellBlueprint; // one of three
        return recurrent(stacked(cell(), cell()), options) as Blueprint<Tensor3D, Tensor>; // as above
      },
      paths: ['cell.cells.0.', 'cell.cells.1.'],
      stateOf: (parts) => parts,
    },
  ],
  bidirectional: [
    {
      name: 'as a layer',
      make: ({ kind, units, options, cellOptions }) =>
        bidirectional(layers[kind](units, { ...options, ...cellOptions }) as Blueprint<Tensor3D, Tensor>), // as above
      paths: ['forwardLayer.', 'backwardLayer.'],
      stateOf: ([forward, backward]) => ({ forward: forward!, backward: backward! }),
    },
  ],
};

/** The tensors of a state in the order h, c. */
function tensorsOf(state: State): Tensor[] {
  return state instanceof Tensor ? [state] : Object.values(state).flatMap(tensorsOf);
}

onEachBackend(() => {
  for (const [file, all] of Object.entries(ways)) {
    const { cases } = fixture<{ cases: Case[] }>(`layers/${file}`);
    describe.each(all.map((way) => [`${file} ${way.name}`, way] as const))('%s as PyTorch', (_, way) => {
      it.each(cases.map((one, i) => [`case ${i}, ${one.kind}, ${JSON.stringify(one.options)}`, one] as const))(
        '%s',
        async (_, one) => {
          const x = tensor3d(one.x);
          const mask = one.mask === null ? undefined : tensor2d(one.mask, undefined, 'float32');
          using model = build(way.make(one), { input: [null, one.x[0]![0]!.length] });
          const named = (weights: readonly Weights[]): Record<string, NestedNumbers> =>
            Object.assign(
              {},
              ...weights.map((of, i) =>
                Object.fromEntries(Object.entries(of).map(([name, value]) => [`${way.paths[i]}${name}`, value])),
              ),
            );
          const weights = named(one.weights);
          loadState(model, Object.fromEntries(Object.entries(weights).map(([p, v]) => [p, tensor(v as number[])])));

          const initial = one.initial.map((parts) => parts.map((part) => tensor2d(part)));
          const partOf = (parts: readonly Tensor[]): State =>
            one.kind === 'lstm' ? { h: parts[0]!, c: parts[1]! } : parts[0]!;
          const state = way.stateOf(initial.map(partOf));
          const { outputs, state: final } = model.run({ x, mask, state }, inference());
          await expectClose(outputs, one.y, close);
          const finals = tensorsOf(final);
          for (const [i, part] of one.final.flat().entries()) await expectClose(finals[i]!, part, close);

          const of: Record<string, Tensor> = { x };
          for (const [i, part] of initial.flat().entries()) of[`state ${i}`] = part;
          for (const [path, { value }] of parameters(model)) of[path] = value;
          const cotangents = one.finalCotangents.flat();
          const { gradients } = valueAndGradients(() => {
            const result = model.run({ x, mask, state }, inference());
            const ends = tensorsOf(result.state).map((end, i) => sum(mul(end, tensor2d(cotangents[i]!))));
            const whole = sum(mul(result.outputs, tensor(one.cotangent as number[])));
            return ends.reduce((total, end) => add(total, end), whole) as Scalar;
          }, of);
          await expectClose(gradients.x!, one.gradients.x, close);
          for (const [i, part] of one.gradients.initial.flat().entries()) {
            await expectClose(gradients[`state ${i}`]!, part, close);
          }
          for (const [path, wanted] of Object.entries(named(one.gradients.weights))) {
            await expectClose(gradients[path]!, wanted, close);
          }
        },
      );
    });
  }

  const models: Readonly<Record<string, Blueprint<Tensor3D, Tensor3D>>> = {
    lstm: lstm(3, { returnSequences: true }),
    gru: gru(3, { returnSequences: true }),
    simpleRnn: simpleRnn(3, { returnSequences: true }),
    stacked: recurrent(stacked(lstmCell(2), simpleRnnCell(4), gruCell(3)), { returnSequences: true }),
  };
  const make = (name: string): Module<Tensor3D, Tensor3D> => build(models[name]!, { input: [null, 2], seed: 5 });
  const draw = (batch: number, time: number, seed: number): Tensor3D =>
    tensor3d(RandomStream.fromSeed(seed).normals(batch * time * 2), [batch, time, 2]);
  const drawMask = (batch: number, time: number, seed: number): Tensor2D =>
    tensor2d(
      RandomStream.fromSeed(seed)
        .uniforms(batch * time)
        .map((value) => (value < 0.5 ? 0 : 1)),
      [batch, time],
    );

  describe.each(Object.keys(models))('%s', (name) => {
    it('gives in pieces what it gives at once, with a mask or without', () =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 3 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.nat(1000),
          fc.boolean(),
          async (batch, first, second, seed, masked) => {
            using model = make(name);
            const x = draw(batch, first + second, seed);
            const mask = masked ? drawMask(batch, first + second, seed) : undefined;
            const whole = model.run({ x, mask }, inference());
            let state: State | undefined;
            const pieces = [
              [0, first],
              [first, second],
            ].map(([begin, size]) => {
              const piece = slice(x, [0, begin!, 0], [batch, size!, 2]);
              const own = mask && slice(mask, [0, begin!], [batch, size!]);
              const result = model.run({ x: piece, mask: own, state }, inference());
              state = result.state;
              return result.outputs;
            });
            await expectClose(concat(pieces, 1), whole.outputs);
            const ends = tensorsOf(whole.state);
            for (const [i, end] of tensorsOf(state!).entries()) await expectClose(end, ends[i]!);
          },
        ),
        { numRuns: 15 },
      ));

    it('leaves the state of a masked step to the bit, and gives 0 there', async () => {
      using model = make(name);
      const before = model.run({ x: draw(2, 3, 1) }, inference()).state;
      const mask = tensor2d([
        [0, 1],
        [0, 0],
      ]);
      const { outputs, state: after } = model.run({ x: draw(2, 2, 2), mask, state: before }, inference());
      const [first, second] = [tensorsOf(before), tensorsOf(after)];
      for (const [i, one] of first.entries()) {
        const units = one.shape[1]!;
        const of = (part: Tensor, row: number) => slice(part, [row, 0], [1, units]).data();
        expect(await of(second[i]!, 1)).toEqual(await of(one, 1));
        expect(await of(second[i]!, 0)).not.toEqual(await of(one, 0));
      }
      const zero = await mul(outputs, reshape(sub(1, mask), [2, 2, 1])).data();
      expect([...zero].every((value) => value === 0)).toBe(true);
    });

    it('has the gradients of the differences with a mask and a state', async () => {
      using model = make(name);
      const mask = tensor2d([
        [1, 0, 1],
        [1, 1, 0],
      ]);
      const { state } = model.run({ x: draw(2, 2, 3) }, inference());
      const parts = tensorsOf(state);
      const rebuild = (at: State, rest: Tensor[]): State => {
        if (at instanceof Tensor) return rest.shift()!;
        const fields = Object.entries(at).map(([key, child]) => [key, rebuild(child as State, rest)] as const);
        return Array.isArray(at) ? fields.map(([, child]) => child) : Object.fromEntries(fields);
      };
      await checkGradients(
        (x, ...given) => {
          const result = model.run({ x: x as Tensor3D, mask, state: rebuild(state, given) }, inference());
          const flat = (of: Tensor): Tensor1D => reshape(of, [of.size]);
          return concat([flat(result.outputs), ...tensorsOf(result.state).map(flat)]);
        },
        [draw(2, 3, 4), ...parts],
      );
    });
  });

  it('gives the last output that counts, and 0 where none does', async () => {
    using all = build(lstm(3, { returnSequences: true }), { input: [null, 2], seed: 5 });
    using last = build(lstm(3), { input: [null, 2], seed: 5 });
    const x = draw(3, 3, 1);
    const mask = tensor2d([
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
    const states = await all.run({ x, mask }, inference()).outputs.array();
    const result = last.run({ x, mask }, inference());
    expect(result.mask).toBeUndefined();
    await expectClose(result.outputs, [states[0]![1]!, states[1]![2]!, [0, 0, 0]], { relative: 0, absolute: 0 });
  });
});
