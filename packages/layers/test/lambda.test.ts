import {
  ArgumentError,
  build,
  fromConfig,
  inference,
  layerName,
  ShapeError,
  spec,
  type TensorSpec,
  withConfig,
} from '@neurite/core';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { mul, ones, sigmoid, sum, type Tensor, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dense, type LambdaOptions, lambda, sequential } from '../src/index.js';
import { registry, testLayer } from './test-layer.js';

const swish = (): ReturnType<typeof lambda<Tensor, Tensor>> =>
  withConfig(
    'swish',
    [],
    lambda((x: Tensor): Tensor => mul(x, sigmoid(x)), { name: 'swish', tokenwise: true }),
  );

testLayer({
  name: 'lambda',
  blueprint: swish(),
  input: [null, 3],
  output: [null, 3],
  masks: true,
  registry: { swish },
});

const sums = lambda((x: Tensor): Tensor => sum(x, -1), {
  outputSpec: (input) => spec((input as TensorSpec).shape.slice(0, -1)),
});

testLayer({
  name: 'lambda to another shape',
  blueprint: withConfig('sums', [], sums),
  input: [2, 3],
  output: [2],
  registry: { sums: () => withConfig('sums', [], sums) },
  errors: [
    {
      run: () => lambda((x: Tensor) => x, { outputShape: [3] } as LambdaOptions),
      type: ArgumentError,
      message: 'lambda: `options` must be among `outputSpec`, `name`, `tokenwise`; received `outputShape`.',
    },
    {
      run: () => lambda((x: Tensor) => sum(x, -1)).config,
      type: ArgumentError,
      message:
        'lambda: `config` must be made of arguments that JSON can hold; received the function without a name. ' +
        'Give it a config with withConfig(name, arguments, it), and register it by this name.',
    },
    {
      run: (model) => model.run({ x: ones([2, 2, 3]), mask: ones([2, 2]) }, inference()),
      type: ArgumentError,
      message:
        'lambda: `mask` must be left out, as this module mixes the steps of a sequence; received a mask. ' +
        'Give it a run of its own, or set tokenwise where it treats each step alone.',
    },
  ],
});

onEachBackend(() => {
  it('checks what comes out', async () => {
    const network = sequential(
      lambda((x: Tensor2D): Tensor2D => ones([x.shape[0], 7]), { name: 'seven' }),
      dense(2),
    );
    using model = build(network, { input: [3] });
    await expectError(
      () => model.forward(ones([2, 3]), inference()),
      ShapeError,
      'seven (layer 0 of sequential): `output` must have shape [batch, 3]; received [2, 7]. ' +
        'Say in outputSpec what the function gives.',
    );
  });

  it('may give its input back, which stays the caller’s', async () => {
    using model = build(
      lambda((x: Tensor2D) => x, { name: 'same' }),
      { input: [2] },
    );
    const x = tensor2d([[1, 2]]);
    model.forward(x, inference()).dispose();
    await expectClose(x, [[1, 2]]);
    expect(layerName(model)).toBe('same');
  });

  it('is written down by the name of a function that is registered', async () => {
    const double = withConfig('double', [], (x: Tensor2D): Tensor2D => tidy(() => mul(x, 2)));
    const { config } = sequential(lambda(double), dense(1));
    const again = fromConfig(JSON.parse(JSON.stringify(config)), { ...registry, double: () => double });
    expect(again.config).toEqual(config);
  });
});
