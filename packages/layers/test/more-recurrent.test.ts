import {
  ArgumentError,
  build,
  type Context,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  spec,
  tokens,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { ones, slice, type Tensor, type Tensor3D, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import {
  convLstm1d,
  convLstm1dCell,
  convLstm2d,
  convLstm2dCell,
  convLstm3d,
  convLstm3dCell,
  dropoutCell,
  gru,
  gruCell,
  lstm,
  lstmCell,
  recurrent,
  shiftRight,
  stacked,
} from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('more-recurrent', { relative: 2e-5, absolute: 1e-5 });

testLayer({
  name: 'gru with the reset before',
  blueprint: gru(2, { resetAfter: false, returnSequences: true }),
  input: [null, 2],
  output: [null, 2],
  masks: true,
  parameters: { kernel: [2, 6], recurrentKernel: [2, 6], bias: [6] },
});
testLayer({
  name: 'lstm with peepholes',
  blueprint: lstm(2, { peephole: true, useBias: false }),
  input: [2, 2],
  output: [2],
  masks: true,
  parameters: { kernel: [2, 8], recurrentKernel: [2, 8], peephole: [6] },
});
testLayer({
  name: 'convLstm1d',
  blueprint: convLstm1d(1, 2),
  input: [2, 3, 1],
  output: [2, 1],
  masks: true,
  parameters: { kernel: [2, 1, 4], recurrentKernel: [2, 1, 4], bias: [4] },
});
testLayer({
  name: 'convLstm2d',
  blueprint: convLstm2d(1, 2, { padding: 'same', returnSequences: true }),
  input: [null, 2, 1, 1],
  output: [null, 2, 1, 1],
  masks: true,
  parameters: { kernel: [2, 2, 1, 4], recurrentKernel: [2, 2, 1, 4], bias: [4] },
  errors: [
    {
      run: () => convLstm2d(1, 2).outputSpec(spec([3, null, 4, 1])),
      type: ShapeError,
      message:
        'convLstm2d: `input` must have a known number of height; received [3, null, 4, 1]. ' +
        'A size depends on it: write it instead of null.',
    },
    {
      run: () => convLstm2d(1, 2, { useBias: false, forgetBias: 1 }),
      type: ArgumentError,
      message: 'convLstm2d: `forgetBias` must be left out where `useBias` is false; received 1.',
    },
    {
      run: (model) => model.forward(ones([1, 2, 2, 1, 2]), inference()),
      type: ShapeError,
      message:
        'convLstm2d: `x` must have shape [batch, height, width, 1]; received [2, 2, 1, 2]. ' +
        'The last axis must equal the channels it was built for.',
    },
  ],
});
testLayer({
  name: 'convLstm3d',
  blueprint: convLstm3d(1, 1, { useBias: false }),
  input: [2, 1, 2, 1, 1],
  output: [1, 2, 1, 1],
  masks: true,
  parameters: { kernel: [1, 1, 1, 1, 4], recurrentKernel: [1, 1, 1, 1, 4] },
});
testLayer({
  name: 'cells with dropout between',
  blueprint: recurrent(stacked(gruCell(2), dropoutCell(0), lstmCell(1))),
  input: [2, 2],
  output: [1],
  masks: true,
  parameters: {
    'cell.cells.0.kernel': [2, 6],
    'cell.cells.0.recurrentKernel': [2, 6],
    'cell.cells.0.bias': [6],
    'cell.cells.0.recurrentBias': [2],
    'cell.cells.2.kernel': [2, 4],
    'cell.cells.2.recurrentKernel': [1, 4],
    'cell.cells.2.bias': [4],
  },
  errors: [
    {
      run: () => dropoutCell(1),
      type: ArgumentError,
      message: 'dropoutCell: `rate` must be a finite number of at least 0 and below 1; received 1.',
    },
  ],
});
testLayer({
  name: 'recurrent of convolutional cells',
  blueprint: recurrent(stacked(convLstm1dCell(1, 2, { padding: 'same' }), convLstm1dCell(1, 2, { useBias: false }))),
  input: [2, 3, 1],
  output: [2, 1],
  masks: true,
  parameters: {
    'cell.cells.0.kernel': [2, 1, 4],
    'cell.cells.0.recurrentKernel': [2, 1, 4],
    'cell.cells.0.bias': [4],
    'cell.cells.1.kernel': [2, 1, 4],
    'cell.cells.1.recurrentKernel': [2, 1, 4],
  },
  errors: [
    {
      run: () => convLstm2dCell(0, 2),
      type: ArgumentError,
      message: 'convLstm2dCell: `filters` must be an integer of at least 1; received 0.',
    },
    {
      run: () => convLstm3dCell(1, 2, { returnSequences: true } as never),
      type: ArgumentError,
      message:
        'convLstm3dCell: `options` must be among `strides`, `padding`, `dilation`, `useBias`, `forgetBias`, `kernelInitializer`, `recurrentInitializer`, `biasInitializer`; received `returnSequences`.',
    },
    {
      run: () => build(recurrent(convLstm2dCell(1, 2)), { input: [3, 4, 1] as never }),
      type: ShapeError,
      message:
        'convLstm2dCell (cell of recurrent): `input` must be [height, width, channels] without the batch axis; received [4, 1].',
    },
  ],
});
testLayer({
  name: 'shiftRight',
  blueprint: shiftRight(2),
  input: tokens([3]),
  output: tokens([3]),
  errors: [
    {
      run: () => shiftRight(-1),
      type: ArgumentError,
      message: 'shiftRight: `start` must be an integer of at least 0; received -1.',
    },
  ],
});

onEachBackend(() => {
  const training = (): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(1)) });

  it('a dropout between cells drops anew in each step', async () => {
    using model = build(recurrent(dropoutCell(0.5), { returnSequences: true }), { input: [null, 20], seed: 7 });
    const y = await model.forward(ones([1, 3, 20]) as Tensor3D, training()).array();
    const dropped = y[0]!.map((step) => step.map((value) => Number(value === 0)).join(''));
    expect(new Set(dropped).size).toBe(3);
    assert.closeTo(y.flat(2).filter((value) => value === 0).length / 60, 0.5, 0.2);
  });

  it('a convolutional LSTM goes on where its state was left', async () => {
    using model = build(convLstm1d(2, 3, { padding: 'same' }), { input: [null, 4, 1], seed: 7 });
    const x = tensor4d(RandomStream.fromSeed(1).normals(20), [1, 5, 4, 1]);
    const whole = await model.forward(x, inference()).array();
    const first = model.run({ x: slice(x, [0, 0, 0, 0], [1, 2, 4, 1]) }, inference());
    const second = model.run({ x: slice(x, [0, 2, 0, 0], [1, 3, 4, 1]), state: first.state }, inference());
    await expectClose(second.outputs as Tensor, whole as number[][][]);
  });

  it('shifts ids to the right', async () => {
    using model = build(shiftRight(9), { input: tokens([null]) });
    const y = model.forward(
      tensor2d(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [2, 3],
        'int32',
      ),
      inference(),
    );
    expect(await y.array()).toEqual([
      [9, 1, 2],
      [9, 4, 5],
    ]);
  });
});
