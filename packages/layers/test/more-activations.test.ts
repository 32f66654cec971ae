import {
  type AnyRank,
  ArgumentError,
  build,
  constant,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  spec,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { fill, tensor2d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import * as layers from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('more-activations', { relative: 1e-5, absolute: 3e-6 });

const same = { input: [2, 4], output: [2, 4], masks: true };
const plain: readonly AnyRank[] = [
  layers.elu(),
  layers.elu({ alpha: 0.5 }),
  layers.selu(),
  layers.celu({ alpha: 0.5 }),
  layers.softplus({ beta: 2 }),
  layers.softsign(),
  layers.mish(),
  layers.relu6(),
  layers.hardSigmoid(),
  layers.hardSwish(),
  layers.hardTanh({ min: -0.3 }),
  layers.hardShrink(),
  layers.softShrink(),
  layers.tanhShrink(),
  layers.threshold({ threshold: 0.2, value: 1 }),
  layers.logSigmoid(),
  layers.squareplus(),
  layers.sparsePlus(),
  layers.sparseSigmoid(),
  layers.logSoftmax(),
  layers.softmin(),
  layers.rrelu(),
];
for (const blueprint of plain) testLayer({ name: blueprint.name, blueprint, ...same });
// Three classes, so that no two sums of the drawn inputs are 1 apart, where it has a kink.
testLayer({ name: 'sparsemax', blueprint: layers.sparsemax(), ...same, input: [2, 3], output: [2, 3] });
testLayer({ name: 'exponential', blueprint: layers.exponential(), ...same, finite: false });
for (const blueprint of [layers.glu(), layers.swiglu(), layers.geglu(), layers.reglu()]) {
  testLayer({
    name: blueprint.name,
    blueprint,
    ...same,
    output: [2, 2],
    errors: [
      {
        run: () => blueprint.outputSpec(spec([3])),
        type: ShapeError,
        message: `${blueprint.name}: \`input\` must have features that the 2 halves divide; received [3].`,
      },
      {
        run: (model) => model.forward(tensor2d([[1, 2, 3]]), inference()),
        type: ShapeError,
        message: `${blueprint.name}: \`x\` must have an even size of the last axis; received [1, 3].`,
      },
    ],
  });
}
testLayer({ name: 'prelu', blueprint: layers.prelu(), ...same, parameters: { slope: [4] } });
testLayer({
  name: 'prelu, shared',
  blueprint: layers.prelu({ shared: true, slopeInitializer: constant(-0.5) }),
  ...same,
  parameters: { slope: [1] },
});

it.each([
  [() => layers.elu({ alpha: 0 }), 'elu: `alpha` must be a finite number above 0; received 0.'],
  [() => layers.celu({ alpha: -1 }), 'celu: `alpha` must be a finite number above 0; received -1.'],
  [() => layers.softplus({ beta: 0 }), 'softplus: `beta` must be a finite number above 0; received 0.'],
  [() => layers.hardTanh({ min: 1, max: 1 }), 'hardTanh: `max` must be a finite number above 1; received 1.'],
  [() => layers.hardShrink({ lambda: -1 }), 'hardShrink: `lambda` must be a finite number of at least 0; received -1.'],
  [
    () => layers.threshold({ threshold: 1 } as never),
    'threshold: `value` must be a finite number; received undefined.',
  ],
  [
    () => layers.rrelu({ lower: 0.5, upper: 0.4 }),
    'rrelu: `upper` must be a finite number of at least 0.5; received 0.4.',
  ],
])('says what is wrong %#', (run, message) => {
  expect(run).toThrow(ArgumentError);
  expect(run).toThrow(message);
});

onEachBackend(() => {
  it('rrelu draws slopes between its bounds in training, other ones for each seed', async () => {
    using model = build(layers.rrelu({ lower: 0.2, upper: 0.6 }), { input: [500] });
    const x = fill([4, 500], -1) as ReturnType<typeof tensor2d>;
    const draw = async (seed: number) => {
      const context = { training: true, random: randomKeys(RandomStream.fromSeed(seed)) };
      return [...(await model.forward(x, context).data())];
    };
    const slopes = (await draw(1)).map((y) => -y);
    assert.isTrue(slopes.every((slope) => slope >= 0.2 - 1e-6 && slope < 0.6));
    const mean = slopes.reduce((a, b) => a + b) / slopes.length;
    const variance = slopes.reduce((a, b) => a + (b - mean) ** 2, 0) / slopes.length;
    assert.closeTo(mean, 0.4, 0.01);
    assert.closeTo(variance, 0.4 ** 2 / 12, 0.001); // of a uniform distribution
    assert.isAbove(new Set(slopes).size, 1990);
    expect(await draw(1)).toEqual(slopes.map((slope) => -slope));
    expect(await draw(2)).not.toEqual(slopes.map((slope) => -slope));
  });

  it('sparsemax gives a distribution with exact zeros', async () => {
    using model = build(layers.sparsemax(), { input: [4] });
    const y = model.forward(
      tensor2d([
        [1, 0.5, -1, -9],
        [1e4, 1e4, -1e4, 0],
        [2, 2, 2, 2],
      ]),
      inference(),
    );
    await expectClose(y, [
      [0.75, 0.25, 0, 0],
      [0.5, 0.5, 0, 0],
      [0.25, 0.25, 0.25, 0.25],
    ]);
  });
});
