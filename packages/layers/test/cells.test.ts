import {
  ArgumentError,
  type BuildContext,
  build,
  DtypeError,
  inference,
  layerName,
  parameters,
  RandomStream,
  ShapeError,
  spec,
  summary,
  tokens,
} from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import {
  add,
  clone,
  memory,
  mul,
  ones,
  type Rank,
  reshape,
  slice,
  type Tensor2D,
  tensor3d,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  bidirectional,
  Cell,
  type CellBlueprint,
  defineCell,
  dense,
  gru,
  gruCell,
  Lstm,
  type LstmCellOptions,
  lstm,
  lstmCell,
  recurrent,
  type StepResult,
  sequential,
  simpleRnn,
  simpleRnnCell,
  stacked,
  timeDistributed,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

/** The options that each cell has alone. */
const OWN: Readonly<Record<string, string>> = {
  lstmCell: '`forgetBias`, `peephole`',
  gruCell: '`resetAfter`',
  simpleRnnCell: '`activation`',
};

/** What was seen so far, times a factor that is learned by nobody. */
class Total extends Cell<Tensor2D, Tensor2D> {
  readonly seen: number[] = [];
  override initialState({ batch }: { readonly batch: number }): Tensor2D {
    return zeros([batch, 2]);
  }
  override step(x: Tensor2D, state: Tensor2D): StepResult<Tensor2D, Tensor2D> {
    this.seen.push(memory().numTensors);
    const next = add<Tensor2D>(x, state);
    return { output: mul(next, 2), state: next };
  }
}
const total = (): CellBlueprint<Tensor2D, Tensor2D> =>
  defineCell('total', [], { outputSpec: (input) => input, buildCell: () => new Total() });

testLayer({
  name: 'recurrent with a cell of one’s own',
  blueprint: recurrent(total(), { returnSequences: true }),
  input: [3, 2],
  output: [3, 2],
  masks: true,
  registry: { recurrent, total },
});

testLayer({
  name: 'recurrent',
  blueprint: recurrent(lstmCell(2, { forgetBias: 0 })),
  input: [3, 2],
  output: [2],
  parameters: { 'cell.kernel': [2, 8], 'cell.recurrentKernel': [2, 8], 'cell.bias': [8] },
  masks: true,
  errors: [
    {
      run: () => recurrent(gruCell(2), { returnSequence: true } as never),
      type: ArgumentError,
      message: 'recurrent: `options` must be among `returnSequences`, `goBackwards`; received `returnSequence`.',
    },
    {
      run: () => recurrent(gruCell(2)).outputSpec(spec([])),
      type: ShapeError,
      message: 'recurrent: `input` must be [time, …] without the batch axis; received [].',
    },
    {
      run: () => recurrent(gruCell(2)).outputSpec(spec([3])),
      type: ShapeError,
      message: 'gruCell (cell of recurrent): `input` must be [features] without the batch axis; received [].',
    },
    {
      run: () => recurrent(gruCell(2)).outputSpec(tokens([null, 3])),
      type: DtypeError,
      message:
        'gruCell (cell of recurrent): `input` must be float32; received int32 [3]. Put an embedding before it for ids; ' +
        'give numbers as float32.',
    },
    {
      run: (model) => model.forward(zeros([2, 3, 4]), inference()),
      type: ShapeError,
      message:
        'lstmCell: `x` must have shape [batch, time, 2]; received [2, 3, 4]. ' +
        'The last axis must equal the features it was built for.',
    },
    {
      run: (model) => model.forward(zeros([2, 0, 2]), inference()),
      type: ShapeError,
      message: 'recurrent: `x` must have shape [batch, time, …]; received [2, 0, 2]. Time must be at least 1.',
    },
    {
      run: (model) => model.run({ x: zeros([2, 3, 2]), mask: ones([2, 2]) }, inference()),
      type: ShapeError,
      message: 'recurrent: `mask` must have shape [2, 3]; received [2, 2].',
    },
  ],
});

testLayer({
  name: 'stacked',
  blueprint: recurrent(stacked(gruCell(2), simpleRnnCell(3, { useBias: false })), { returnSequences: true }),
  input: [3, 2],
  output: [3, 3],
  parameters: {
    'cell.cells.0.kernel': [2, 6],
    'cell.cells.0.recurrentKernel': [2, 6],
    'cell.cells.0.bias': [6],
    'cell.cells.0.recurrentBias': [2],
    'cell.cells.1.kernel': [2, 3],
    'cell.cells.1.recurrentKernel': [3, 3],
  },
  masks: true,
  errors: [
    {
      run: () => stacked(),
      type: ArgumentError,
      message: 'stacked: `cells` must have at least one cell; received none.',
    },
    {
      run: () => recurrent(stacked(gruCell(2), total(), lstmCell(2))).outputSpec(spec([3, null])),
      type: ShapeError,
      message:
        'gruCell (cell 0 of stacked, cell of recurrent): `input` must have a known number of features; ' +
        'received [null]. A size depends on it: write it instead of null.',
    },
  ],
});

for (const [name, cell] of Object.entries({ lstmCell, gruCell, simpleRnnCell })) {
  describe(name, () => {
    it.each([0, 1.5])('refuses %s units', async (units) => {
      await expectError(
        () => cell(units),
        ArgumentError,
        `${name}: \`units\` must be an integer of at least 1; received ${units}.`,
      );
    });
    it('refuses an unknown option', async () => {
      await expectError(
        () => cell(2, { bias: false } as LstmCellOptions),
        ArgumentError,
        `${name}: \`options\` must be among \`useBias\`, \`kernelInitializer\`, \`recurrentInitializer\`, ` +
          `\`biasInitializer\`, ${OWN[name]}; ` +
          'received `bias`.',
      );
    });
  });
}

onEachBackend(() => {
  const context: BuildContext = { random: RandomStream.fromSeed(1), shared: new Map() };

  it.each(Object.entries({ lstmCell, gruCell, simpleRnnCell }))('%s does one step as a module', async (name, cell) => {
    const one = (cell as typeof gruCell)(3).buildCell(spec([2]), context); // one of three
    const layer = build(recurrent((cell as typeof gruCell)(3), { returnSequences: true }), {
      input: [null, 2],
      seed: 1,
    });
    const x = tensor3d(RandomStream.fromSeed(2).normals(8), [2, 2, 2]);
    for (const [path, { value }] of parameters(one)) parameters(layer).get(`cell.${path}`)!.assign(clone(value));
    const outputs = layer.forward(x, inference());
    let state = one.initialState({ batch: 2 });
    for (const t of [0, 1]) {
      const step: Tensor2D = reshape(slice(x, [0, t, 0], [2, 1, 2]), [2, 2]);
      const result = one.forward({ x: step, state }, inference());
      await expectClose(result.output, reshape(slice(outputs, [0, t, 0], [2, 1, 3]), [2, 3]));
      state = result.state;
    }
    expect(name).toContain('Cell');
  });

  it('leaves nothing behind, and frees each step as it goes', async () => {
    using model = build(recurrent(total()), { input: [null, 2] });
    const x = ones<Rank.R3>([1, 50, 2]);
    await expectNoLeak(() => model.forward(x, inference()));
    const { seen } = (model as unknown as { readonly cell: Total }).cell;
    // One output more in each step, and nothing else.
    expect(seen[49]! - seen[1]!).toBe(48);
    await expectClose(model.forward(x, inference()), [[100, 100]]);
  });

  it('begins like the layer of its name: same seed, same bits', async () => {
    using layer = build(lstm(3), { input: [null, 2], seed: 4 });
    const bare = new Lstm({ features: 2, units: 3, random: RandomStream.fromSeed(4).child('build') });
    for (const [path, { value }] of parameters(layer)) {
      expect(await parameters(bare).get(path)!.value.data()).toEqual(await value.data());
    }
    expect(layerName(layer)).toBe('lstm');
  });

  it('tells what it takes before it is built', () => {
    expect(summary(lstm(8), { input: [10, 4] })).toContain(`${10 * (4 + 8) * 32}`.replace('3840', '3,840'));
    expect(summary(recurrent(lstmCell(8)), { input: [10, 4] })).toContain('3,840 multiply-adds');
    expect(summary(recurrent(lstmCell(8)), { input: [null, 4] })).toContain('384 multiply-adds');
    expect(summary(bidirectional(gru(2)), { input: [5, 3] })).toContain(`${2 * 5 * 5 * 6} multiply-adds`);
    expect(summary(timeDistributed(dense(2)), { input: [5, 3] })).toContain('30 multiply-adds');
  });

  it('goes through containers: masks, and states by path', async () => {
    const network = sequential(gru(3, { returnSequences: true }), dense(2), sequential(simpleRnn(2)));
    using model = build(network, { input: [null, 2], seed: 3 });
    const state = model.initialState({ batch: 2 });
    expect(Object.keys(state)).toEqual(['layers.0', 'layers.2']);
    const x = tensor3d(RandomStream.fromSeed(2).normals(12), [2, 3, 2]);
    const whole = model.run({ x }, inference());
    const first = model.run({ x: slice(x, [0, 0, 0], [2, 2, 2]), state }, inference());
    const second = model.run({ x: slice(x, [0, 2, 0], [2, 1, 2]), state: first.state }, inference());
    await expectClose(second.outputs, whole.outputs);
    await expectError(
      () => model.run({ x, state: { 'layers.3': zeros([2, 2]) } }, inference()),
      ArgumentError,
      'sequential: `state` must be a record by the paths layers.0, layers.1, layers.2; received layers.3. ' +
        'Pass the state on that `run` or `initialState` of the same model gave.',
    );
  });
});
