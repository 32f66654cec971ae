import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

describeInBrowser('useWeb in a browser', (open) => {
  it('passes over software renderers, says so, and takes wasm', async (context) => {
    const page = await open(context);
    const { text, engine, tried } = await page.evaluate(async () => {
      const report = await neurite.web.useWeb();
      return { ...report, text: `${report}` };
    });
    expect(engine).toBe('wasm');
    expect(tried.map((attempt) => attempt.engine)).toEqual(['webgpu', 'webgl', 'wasm']);
    expect(text).toMatch(/^wasm on .+: self-test right in \d+ ms; passed over: webgpu \(.+\), webgl \(.+\)$/);
  });

  it('passes over a driver that computes wrong numbers, and says so', async (context) => {
    const page = await open(context);
    const { engine, tried, tensors } = await page.evaluate(async () => {
      const { tfjs, web } = neurite;
      await web.useWeb({ prefer: 'webgl' });
      await web.useWeb({ prefer: 'cpu' });
      const { kernelFunc } = tfjs.getKernel('Conv2DBackpropFilter', 'webgl');
      tfjs.unregisterKernel('Conv2DBackpropFilter', 'webgl');
      tfjs.registerKernel({
        kernelName: 'Conv2DBackpropFilter',
        backendName: 'webgl',
        // Half of the right gradient.
        kernelFunc: (call) => {
          const right = kernelFunc(call) as ReturnType<typeof tfjs.zeros>;
          return tfjs.tidy(() => tfjs.mul(tfjs.engine().makeTensorFromTensorInfo(right), tfjs.scalar(0.5)));
        },
      });
      return { ...(await web.useWeb({ prefer: 'webgl' })), tensors: tfjs.memory().numTensors };
    });
    expect(engine).toBe('wasm');
    expect(tried[0]).toMatchObject({
      engine: 'webgl',
      outcome: 'passed over',
      reason: expect.stringMatching(/^it computes wrong numbers \(off by .+\)$/),
      selfTest: { passed: false },
    });
    expect(tensors).toBe(0);
  });

  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`takes ${engine} if it is preferred, and says how large a tensor is that does not fit`, async (context) => {
      const page = await open(context);
      const { report, ...outcome } = await page.evaluate(async (prefer) => {
        const { tfjs, web } = neurite;
        const probed = await web.probe();
        const untouched = Object.keys(tfjs.engine().registryFactory).length;
        const { tried, ...report } = await web.useWeb({ prefer });
        let again = await web.useWeb({ prefer });
        // What is compiled once is not compiled again.
        const dispatches = await neurite.countDispatches(async () => {
          again = await web.useWeb({ prefer });
        });
        const { backendName } = tfjs.engine();
        const { numTensors: tensors } = tfjs.memory();

        const message = (f: () => unknown): string => {
          try {
            return String(f());
          } catch (error) {
            return String(error);
          }
        };
        const x = tfjs.tensor2d(new Float32Array(100_000).fill(1), [100_000, 1]);
        const before = tfjs.memory();
        const product = message(() => tfjs.matMul(x, x, false, true));
        const filled = message(() => tfjs.fill([60_000, 50_000], 1));
        const after = tfjs.memory();
        const [sum] = await tfjs.sum(x).data();
        return {
          probe: probed.engines.find((one) => one.engine === prefer),
          best: probed.best,
          dispatches,
          untouched,
          report: { ...report, tried: tried.length, backendName, again: again.engine, tensors },
          product,
          filled,
          leaked: [after.numTensors - before.numTensors, after.numDataBuffers - before.numDataBuffers],
          sum,
        };
      }, engine);
      expect(outcome.probe).toMatchObject({ engine, available: true, software: true, remedy: undefined });
      expect(outcome).toMatchObject({ best: 'wasm', untouched: 0 });
      expect(report).toMatchObject({ engine, tried: 1, backendName: engine, again: engine, tensors: 0 });
      expect(report.selfTest).toMatchObject({ passed: true, largestError: 0 });
      expect(report.device).toBe(outcome.probe?.device);
      // So few, on such small tensors, that a GPU is done in 50 ms; this software renderer is slower.
      expect(outcome.dispatches).toBeGreaterThan(5);
      expect(outcome.dispatches).toBeLessThanOrEqual(80);

      const sentence = (size: string): RegExp =>
        new RegExp(
          `^BackendError: ${engine}: a tensor of shape ${size} does not fit into the device's memory: .+\\. Take `,
        );
      expect(outcome.product).toMatch(sentence('\\[1, 100000, 100000\\] \\(float32, 40.0 GB\\)'));
      expect(outcome.filled).toMatch(sentence('\\[60000, 50000\\] \\(float32, 12.0 GB\\)'));
      expect(outcome).toMatchObject({ leaked: [0, 0], sum: 100_000 });
    });
  }
});
