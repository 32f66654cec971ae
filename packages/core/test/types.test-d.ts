import { type Scalar, scalar, type Tensor, type Tensor2D, type Tensor4D, tensor1d } from '@tensorflow/tfjs-core';
import { type Blueprint, build, type Context, Module, Neuron, Parameter, valueAndGradients } from '../src/index.js';

declare const blueprint: Blueprint<Tensor4D, Tensor2D>;
declare const image: Tensor4D;
declare const context: Context;

const model = build(blueprint, { inputShape: [28, 28, 1] });
const y: Tensor2D = model.forward(image, context);
// @ts-expect-error a matrix is no batch of images
model.forward(y, context);
// @ts-expect-error the input shape is not optional
build(blueprint, { seed: 7 });

const { value, gradients } = valueAndGradients(() => scalar(1), { w: tensor1d([1]) });
const loss: Scalar = value;
const gradient: Tensor = gradients.w;
// @ts-expect-error nothing was differentiated by b
gradients.b;
// @ts-expect-error the value must be a scalar
valueAndGradients(() => tensor1d([1]), { w: tensor1d([1]) });

const parameter = new Parameter(tensor1d([1]));
// @ts-expect-error a vector's place takes no scalar
parameter.assign(scalar(1));
// @ts-expect-error the value is read only
parameter.value = tensor1d([2]);

// @ts-expect-error a module needs its forward pass
class Nothing extends Module {}

// @ts-expect-error how many inputs is not optional
new Neuron({ bias: 1 });

void [loss, gradient, Nothing];
