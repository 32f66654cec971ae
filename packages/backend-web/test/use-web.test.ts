import {
  add,
  engine,
  getBackend,
  getKernel,
  memory,
  mul,
  registerKernel,
  type TensorInfo,
  tensor1d,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { engineOrder, onDeviceLost, probe, useWeb } from '../src/index.js';

describe('useWeb without a GPU', () => {
  it('falls back in the stated order to wasm, and says so in one line', async () => {
    const report = await useWeb();
    expect(getBackend()).toBe('wasm');
    expect(report.engine).toBe('wasm');
    expect(report.selfTest).toMatchObject({ passed: true, largestError: 0 });
    expect(report.tried.map(({ engine, outcome }) => `${engine} ${outcome}`)).toEqual([
      'webgpu passed over',
      'webgl passed over',
      'wasm chosen',
    ]);
    expect(`${report}`).toMatch(
      /^wasm on WebAssembly with (plain|relaxed) SIMD( and \d+ threads)?: self-test right in \d+ ms; passed over: webgpu \(this runtime has no WebGPU; take a current Chrome, Edge, Firefox or Safari\), webgl \(this runtime has no WebGL 2; [^\n]+\)$/,
    );
  });

  it('tries what is preferred first, then the others in their order', async () => {
    const cpu = await useWeb({ prefer: 'cpu' });
    expect(cpu).toMatchObject({ engine: 'cpu', device: 'JavaScript', tried: [{ engine: 'cpu', outcome: 'chosen' }] });
    expect(`${cpu}`).toMatch(/^cpu on JavaScript: self-test right in \d+ ms$/);
    const webgl = await useWeb({ prefer: 'webgl' });
    expect(webgl.tried.map(({ engine }) => engine)).toEqual(['webgl', 'webgpu', 'wasm']);
  });

  it('may be called again, also at once, and leaves no tensors', async () => {
    const before = memory().numTensors;
    const reports = await Promise.all([useWeb(), useWeb({ prefer: 'cpu' }), useWeb()]);
    expect(reports.map(({ engine }) => engine)).toEqual(['wasm', 'cpu', 'wasm']);
    expect(getBackend()).toBe('wasm');
    expect(memory().numTensors).toBe(before);
  });

  it('refuses an engine that does not exist', async () => {
    await expect(useWeb({ prefer: 'cuda' as never })).rejects.toThrow(
      "useWeb: `prefer` must be 'webgpu', 'webgl', 'wasm' or 'cpu'; received 'cuda'.",
    );
  });
});

describe('an engine that computes wrong numbers', () => {
  const kernelName = 'BatchMatMul';
  let right: ReturnType<typeof getKernel> | undefined;

  const sabotage = (backendName: string): void => {
    right = getKernel(kernelName, backendName);
    const { kernelFunc } = right;
    unregisterKernel(kernelName, backendName);
    registerKernel({
      ...right,
      // Every product is half of the right one.
      kernelFunc: (call) => tidy(() => mul(engine().makeTensorFromTensorInfo(kernelFunc(call) as TensorInfo), 0.5)), // one output
    });
  };

  afterEach(() => {
    if (right === undefined) return;
    unregisterKernel(kernelName, right.backendName);
    registerKernel(right);
    right = undefined;
  });

  it('is passed over, and the report says so', async () => {
    await useWeb({ prefer: 'cpu' });
    await useWeb();
    sabotage('wasm');
    const { engine: chosen, tried } = await useWeb();
    expect(chosen).toBe('cpu');
    expect(tried.find((one) => one.engine === 'wasm')).toEqual({
      engine: 'wasm',
      outcome: 'passed over',
      reason: expect.stringMatching(/^it computes wrong numbers \(off by .+\)$/),
      remedy: undefined,
      selfTest: { passed: false, milliseconds: expect.any(Number), largestError: expect.any(Number) },
    });
  });
});

describe('probe', () => {
  it('says what would be found, without turning anything on', async () => {
    await useWeb({ prefer: 'cpu' });
    const found = await probe();
    expect(getBackend()).toBe('cpu');
    expect(found.best).toBe('wasm');
    expect(found.engines.map(({ engine }) => engine)).toEqual(engineOrder);
    expect(found.engines[0]).toEqual({
      engine: 'webgpu',
      available: false,
      device: undefined,
      software: false,
      reason: 'this runtime has no WebGPU',
      remedy: 'take a current Chrome, Edge, Firefox or Safari',
    });
    expect(`${found}`.split('\n')).toEqual([
      'webgpu: no, this runtime has no WebGPU; take a current Chrome, Edge, Firefox or Safari',
      "webgl: no, this runtime has no WebGL 2; turn on graphics acceleration in the browser's settings",
      expect.stringMatching(/^wasm: yes, WebAssembly with (plain|relaxed) SIMD$/),
      'cpu: yes, JavaScript',
    ]);
  });
});

describe('onDeviceLost', () => {
  it('stops listening', async () => {
    const stop = onDeviceLost(() => expect.unreachable());
    stop();
    stop();
    await useWeb();
    expect([...(await add(tensor1d([1]), 1).data())]).toEqual([2]);
  });
});
