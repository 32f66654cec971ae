import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

describeInBrowser('fused kernels', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`of ${engine} give what the operations are composed of, and leave no tensors`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(async (prefer) => {
        const { web, cases, tfjs, core, ops } = neurite;
        await web.useWeb({ prefer: 'cpu' });
        const expected = await cases.compute();
        await web.useWeb({ prefer });
        const { numTensors, numDataBuffers } = tfjs.memory();
        const failures = cases.compare(await cases.compute(), expected);
        const after = tfjs.memory();
        // A learning rate that is only on the device: the composition runs.
        const gradient = tfjs.tensor1d([1, 2]);
        const velocity = tfjs.tensor1d([0, 0]);
        const learningRate = tfjs.sum(tfjs.fill([64, 64], 1 / 4096)) as ReturnType<typeof tfjs.scalar>;
        const options = { momentum: 0, nesterov: false };
        const { update } = ops.fusedSgdUpdate({ gradient, velocity, learningRate }, options);
        const key = tfjs.reverse(core.keyTensor([7, 8]));
        let refused = '';
        try {
          // Integers take the composed way, which cannot read what was computed on the device.
          ops.fusedDropout(tfjs.tensor1d([1, 2], 'int32'), { rate: 0.5, key });
        } catch (error) {
          refused = (error as Error).message;
        }
        return {
          failures,
          refused,
          leaked: [after.numTensors - numTensors, after.numDataBuffers - numDataBuffers],
          update: [...(await update.data())],
        };
      }, engine);
      expect(outcome).toEqual({
        failures: [],
        refused: `fusedDropout: a key that was computed on ${engine} cannot be read without waiting. Make it with keyTensor.`,
        leaked: [0, 0],
        update: [-1, -2],
      });
    });
  }
});
