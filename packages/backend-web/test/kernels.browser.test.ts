import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

// Values and gradients of the fused kernels on drawn inputs are checked in the package `conformance`.
describeInBrowser('fused kernels', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`of ${engine} give NaN a gradient where their composition does`, async (context) => {
      const page = await open(context);
      const [expected, actual] = await page.evaluate(async (prefer) => {
        const { core, ops, tfjs, web } = neurite;
        const gradients = async (): Promise<boolean[][]> => {
          const query = tfjs.tensor4d([1, 2, Number.NaN, 1], [1, 1, 2, 2]);
          const key = tfjs.tensor4d([0.5, -1, 0.25, 1, 2, -0.5], [1, 1, 3, 2]);
          const mask = tfjs.tensor4d([0, 0, Number.NEGATIVE_INFINITY], [1, 1, 1, 3]);
          const attention = core.valueAndGradients(
            () => tfjs.sum(ops.fusedAttention({ query, key, value: key, mask })) as ReturnType<typeof tfjs.scalar>,
            { query, key },
          );
          // Classes that do not exist.
          const labels = tfjs.tensor1d([2, 1, -1], 'int32');
          const logits = tfjs.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
          const loss = core.valueAndGradients(
            () => tfjs.sum(ops.fusedSoftmaxCrossEntropy(logits, labels)) as ReturnType<typeof tfjs.scalar>,
            { logits },
          );
          const all = [...Object.values(attention.gradients), loss.gradients.logits];
          const values = await Promise.all(all.map((gradient) => gradient.data()));
          return values.map((gradient) => Array.from(gradient, Number.isNaN));
        };
        await web.useWeb({ prefer: 'cpu' });
        const composed = await gradients();
        await web.useWeb({ prefer });
        return [composed, await gradients()];
      }, engine);
      expect(expected!.at(-1)).toEqual([true, true, false, false, true, true]);
      expect(actual).toEqual(expected);
    });

    it(`of ${engine} leave a learning rate and a key on the device`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(async (prefer) => {
        const { web, tfjs, core, ops } = neurite;
        await web.useWeb({ prefer });
        // A learning rate that is only on the device: the composition runs.
        const gradient = [tfjs.tensor1d([1, 2])];
        const rate = tfjs.sum(tfjs.fill([64, 64], 1 / 4096)) as ReturnType<typeof tfjs.scalar>;
        const program = {
          tensors: ['gradient'],
          scalars: ['rate'],
          constants: 0,
          instructions: [['mul', 0, 1]],
          outputs: [2],
        } as const;
        const [update] = ops.elementwiseStep(program, { tensors: { gradient }, scalars: { rate }, constants: [[]] });
        const key = tfjs.reverse(core.keyTensor([7, 8]));
        let refused = '';
        try {
          // Integers are composed, and the composition cannot read a key that was computed on the device.
          ops.fusedDropout(tfjs.tensor1d([1, 2], 'int32'), { rate: 0.5, key });
        } catch (error) {
          refused = (error as Error).message;
        }
        return { refused, update: [...(await update![0]!.data())] };
      }, engine);
      expect(outcome).toEqual({
        refused: `fusedDropout: a key that was computed on ${engine} cannot be read without waiting. Make it with keyTensor.`,
        update: [1, 2],
      });
    });
  }
});
