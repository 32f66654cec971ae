import {
  type Scalar,
  scalar,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import {
  type AnyRank,
  type Blueprint,
  build,
  type Context,
  type Joins,
  Module,
  Neuron,
  Parameter,
  type Same,
  spec,
  tokens,
  valueAndGradients,
} from '../src/index.js';

declare const blueprint: Blueprint<Tensor4D, Tensor2D>;
declare const image: Tensor4D;
declare const context: Context;

const model = build(blueprint, { input: [28, 28, 1] });
const y: Tensor2D = model.forward(image, context);
// @ts-expect-error a matrix is no batch of images
model.forward(y, context);
// @ts-expect-error the input is not optional
build(blueprint, { seed: 7 });

// @ts-expect-error an image has three axes
build(blueprint, { input: [28, 28] });
build(blueprint, { input: [null, null, 1] });
build(blueprint, { input: spec([28, 28, 1], 'int32') });

declare const activation: AnyRank;
const matrices: Module<Tensor2D, Tensor2D> = build(activation, { input: [4] });
const sequences: Module<Tensor3D, Tensor3D> = build(activation, { input: [null, 4] });
// @ts-expect-error the rank follows from the input
const wrong: Module<Tensor3D, Tensor3D> = build(activation, { input: [4] });
const head: Blueprint<Tensor2D, Tensor2D> = activation;
declare const branches: AnyRank<{ readonly a: Same; readonly b: Tensor2D }>;
const split: { readonly a: Tensor3D; readonly b: Tensor2D } = build(branches, { input: [null, 4] }).forward(
  sequences.forward(null as unknown as Tensor3D, context),
  context,
);
declare const joins: Joins;
const joined: Tensor = build(joins, { input: { a: [3], b: [4] } }).forward({ a: y, b: y }, context);
declare const both: Blueprint<{ readonly image: Tensor4D; readonly words: Tensor2D }, Tensor2D>;
build(both, { input: { image: [8, 8, 1], words: tokens([4]) } });
// @ts-expect-error the words are missing
build(both, { input: { image: [8, 8, 1] } });

const { value, gradients } = valueAndGradients(() => scalar(1), { w: tensor1d([1]) });
const loss: Scalar = value;
const gradient: Tensor = gradients.w;
// @ts-expect-error nothing was differentiated by b
gradients.b;
// @ts-expect-error the value must be a scalar
valueAndGradients(() => tensor1d([1]), { w: tensor1d([1]) });

const parameter = new Parameter(tensor1d([1]));
// @ts-expect-error a vector cannot be replaced by a scalar
parameter.assign(scalar(1));
// @ts-expect-error the value is read only
parameter.value = tensor1d([2]);

// @ts-expect-error a module needs its forward pass
class Nothing extends Module {}

// @ts-expect-error how many inputs is not optional
new Neuron({ bias: 1 });

void [loss, gradient, Nothing, matrices, wrong, head, split, joined];
