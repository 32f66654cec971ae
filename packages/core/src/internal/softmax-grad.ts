import { mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { defineOperation, type Operation } from './define-operation.js';

type Inputs = { readonly dy: Tensor; readonly y: Tensor };

/** The kernel `SoftmaxGrad`: the gradient of softmax over the last axis by its logits, `y · (dy − Σ dy · y)`. */
export const softmaxGrad: Operation<Inputs, Record<string, never>, Tensor> = defineOperation({
  name: 'SoftmaxGrad',
  compose: ({ dy, y }: Inputs) => {
    const weighted = mul(dy, y);
    return sub(weighted, mul(sum(weighted, -1, true), y));
  },
  gradient: {
    inputsToSave: ['dy', 'y'],
    gradFunc: (given, saved) => {
      const [ddx, dy, y] = [given, ...saved] as [Tensor, Tensor, Tensor]; // one output, and as named above
      const mean = (of: Tensor): Tensor => sum(mul(of, y), -1, true);
      return {
        // The matrix of derivatives is symmetric.
        dy: () => softmaxGrad({ dy: ddx, y }, {}),
        y: () => sub(mul(ddx, sub(dy, mean(dy))), mul(dy, mean(ddx))),
      };
    },
  },
});
