import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tfjs from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';
import all from '../src/index.js';
import * as tf from './support/package.js';

describe('the package', () => {
  it('has every name of tfjs, and those of tfjs-node', () => {
    expect(Object.keys(tfjs).filter((name) => name !== 'default' && !(name in tf))).toEqual([]);
    expect(tf.version).toEqual({ ...tfjs.version, 'tfjs-node': '4.22.0' });
    expect(Object.keys(tfjs.io).filter((name) => !(name in tf.io))).toEqual([]);
    expect(all.node).toBe(tf.node);
    expect(all.io).toBe(tf.io);
    expect(all.tensor).toBe(tfjs.tensor);
    // What `require` returns in Node 23 and later; tfjs has the name, too.
    expect((tf as Record<string, unknown>)['module.exports']).toBe(all);
  });

  it('runs on the engine under the name of tfjs-node, and its tensors live under both', async () => {
    expect(tf.getBackend()).toBe('tensorflow');
    const x = tf.tensor1d([1, 2, 3]);
    await tf.setBackend('wasm');
    const y = tf.mul(x, 2);
    await tf.setBackend('tensorflow');
    expect([...tf.add(x, y).dataSync()]).toEqual([3, 6, 9]);
    expect(tf.memory()).toHaveProperty('heapBytes'); // that of backend-wasm
    expect(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')).toBe(true);
  });

  it('trains a model of tfjs-layers and prints its epochs', async () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      const before = (model.evaluate(tf.ones([8, 2]), tf.zeros([8, 1])) as tf.Scalar).dataSync()[0]!;
      await model.fit(tf.ones([8, 2]), tf.zeros([8, 1]), { epochs: 2, batchSize: 4 });
      await model.fit(tf.ones([8, 2]), tf.zeros([8, 1]), { epochs: 1, verbose: 0 });
      expect((model.evaluate(tf.ones([8, 2]), tf.zeros([8, 1])) as tf.Scalar).dataSync()[0]!).toBeLessThan(before);
    } finally {
      write.mockRestore();
    }
    expect(written).toEqual([
      'Epoch 1 / 2\n',
      expect.stringMatching(/^\d+ms \d+us\/step - loss=[\d.e-]+\n$/),
      'Epoch 2 / 2\n',
      expect.stringMatching(/^\d+ms \d+us\/step - loss=[\d.e-]+\n$/),
    ]);
  });

  it('says in one sentence what it does not have', async () => {
    expect(() => tf.node.summaryFileWriter('logs')).toThrow(
      "node.summaryFileWriter: this package does not write TensorBoard's files, which TensorFlow's native library does.",
    );
    expect(() => tf.node.tensorBoard('logs')).toThrow('node.tensorBoard: ');
    await expect(tf.node.loadSavedModel('model')).rejects.toThrow(
      "node.loadSavedModel: saved models of TensorFlow run in TensorFlow's native library, which this package does without.",
    );
    await expect(tf.node.getMetaGraphsFromSavedModel('model')).rejects.toThrow('tensorflowjs_converter');
    expect(tf.node.getNumOfSavedModels()).toBe(0);
  });

  // What was built, in plain Node.
  const built = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  it.skipIf(!existsSync(built)).each([
    ['require', ['-e', `const tf = require(${JSON.stringify(built)});`]],
    ['import', ['--input-type=module', '-e', `import tf from ${JSON.stringify(built)};`]],
  ])('computes at once after %s, and lets the program end', (_, args) => {
    const program =
      "process.stdout.write(tf.getBackend() + ' ' + typeof tf.node.decodeImage + ' ' + tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[5])";
    const [last = '', ...others] = [...args].reverse();
    const output = execFileSync(process.execPath, [...others.reverse(), last + program], {
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(output).toBe('tensorflow function 300');
  });
});
