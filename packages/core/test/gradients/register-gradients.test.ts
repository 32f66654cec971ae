import { exp, getGradient, mul, registerGradient, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { registerGradients, valueAndGradients } from '../../src/index.js';

it('the gradients are registered again after somebody else has registered others', async () => {
  registerGradients();
  const ours = getGradient('Exp');
  registerGradient({ kernelName: 'Exp', gradFunc: (dy) => ({ x: () => mul(dy as Tensor, 7) }) });
  const x = tensor1d([0, 0]);
  const { gradients, value } = valueAndGradients(() => sum(exp(x)), { x });
  expect([...(await gradients.x.data())]).toEqual([1, 1]);
  expect(getGradient('Exp').gradFunc).toBe(ours.gradFunc);
  for (const tensor of [x, value, gradients.x]) tensor.dispose();
});
