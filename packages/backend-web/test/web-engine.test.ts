import { getBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { webEngine } from '../src/index.js';

// Its devices are tested in a browser.
it('turns on what is preferred, and describes it', async () => {
  const report = await webEngine.use({ prefer: 'cpu' });
  expect(getBackend()).toBe('cpu');
  expect(webEngine.describe(report)).toEqual({
    name: 'cpu',
    device: 'JavaScript',
    reason: expect.stringMatching(/^cpu on JavaScript: self-test right in \d+ ms$/),
  });
  expect((await webEngine.use({})).engine).toBe('wasm');
  expect(webEngine.current()).toBeUndefined();
  await expect(webEngine.use({ prefer: 'cuda' })).rejects.toThrow(
    "useWeb: `prefer` must be 'webgpu', 'webgl', 'wasm' or 'cpu'; received 'cuda'.",
  );
});
