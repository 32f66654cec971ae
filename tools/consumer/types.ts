// Compiled but not run: the types of the packages as a user's compiler finds them, for the root and for subpaths.
import { build, type Module, type Optimizer } from '@neurite/core';
import { inference } from '@neurite/core/context';
import { dense, relu, sequential } from '@neurite/layers';
import { flatten } from '@neurite/layers/flatten';
import { meanSquaredError } from '@neurite/losses/mean-squared-error';
import { adam } from '@neurite/optimizers';
import { type Tensor, type Tensor2D, zeros } from '@tensorflow/tfjs-core';

export const optimizer: Optimizer = adam({ learningRate: 1e-3 });
export const model: Module<Tensor2D, Tensor2D> = build(sequential(dense(4), relu(), dense(1)), { input: [3] });
export const y: Tensor = model.forward(zeros([2, 3]) as Tensor2D, inference());
export const loss: Tensor = meanSquaredError(y, zeros([2, 1]));
export const flat: string = flatten().name;

// @ts-expect-error units are a number: this error shows that the types were found and are not `any`
dense('4');
