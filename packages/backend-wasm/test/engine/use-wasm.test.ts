import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  cast,
  engine,
  getBackend,
  getKernel,
  matMul,
  ones,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type Tensor,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { probeWasm, useWasm, useWasmSync, wasmKernels } from '../../src/index.js';
import type { WasmPaths } from '../../src/internal/file-url.js';
import { missingKernels } from '../../src/internal/missing-kernels.js';

const everywhere = (url: string): WasmPaths => ({
  plain: url,
  relaxed: url,
  'plain-threads': url,
  'relaxed-threads': url,
});

describe('useWasm', () => {
  afterEach(() => {
    if (getBackend() === 'wasm') removeBackend('wasm');
  });

  it('turns the engine on and says what it chose', async () => {
    const report = await useWasm();
    expect(getBackend()).toBe('wasm');
    expect(report).toMatchObject({ engine: 'wasm', simd: probeWasm().simd });
    expect(`${report}`).toMatch(/^wasm \((plain|relaxed) SIMD, (1 thread|\d+ threads)\): [^\n]+$/);
    expect([...(await matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).data())]).toEqual([11]);
  });

  it('may be called again, also at once', async () => {
    const [first, second] = await Promise.all([useWasm(), useWasm()]);
    expect(first.simd).toBe(second.simd);
    await setBackend('cpu');
    await useWasm();
    expect(getBackend()).toBe('wasm');
  });

  it('takes over kernels that the cpu backend learns later', async () => {
    await useWasm();
    registerKernel({ kernelName: 'Later', backendName: 'cpu', kernelFunc: () => [] });
    expect(getKernel('Later', 'wasm')).toBeUndefined();
    await useWasm();
    expect(getKernel('Later', 'wasm')).toBeDefined();
  });

  it('refuses to share its name', async () => {
    registerBackend('wasm', () => null as never);
    await expect(useWasm()).rejects.toThrow(
      'useWasm: another backend is registered under the name `wasm`, probably that of @tensorflow/tfjs-backend-wasm. ' +
        'Remove its import; this package does not need it.',
    );
    removeBackend('wasm');
  });

  it('says where the modules are missing', async () => {
    const paths = everywhere('file:///nowhere/kernels.wasm');
    await expect(useWasm({ paths })).rejects.toThrow(
      /^useWasm: the kernels could not be loaded from file:\/\/\/nowhere\/kernels\.wasm \(.+\)\. Serve a copy of the folder/,
    );
  });
});

describe('useWasmSync', () => {
  afterEach(() => {
    if (getBackend() === 'wasm') removeBackend('wasm');
  });

  it.each([1, 2])('computes before it returns to the event loop, for %i threads', (threads) => {
    const report = useWasmSync({ threads });
    expect(getBackend()).toBe('wasm');
    expect(report).toMatchObject({ engine: 'wasm', threads });
    expect(matMul(ones([300, 300]), ones([300, 300])).dataSync()[7]).toBe(300);
    expect(engine().runKernel('Unique', { x: tensor1d([3, 3]) }, { axis: 0 })).toHaveLength(2); // of the cpu backend
  });

  it('is the engine that useWasm turns on', async () => {
    useWasmSync({ threads: 2 });
    const x = tensor1d([1, 2]);
    expect((await useWasm({ threads: 2 })).threads).toBe(2);
    expect([...(await x.data())]).toEqual([1, 2]);
    expect(() => useWasmSync({ threads: 3 })).toThrow(
      'useWasmSync: `threads` must be 2, because the engine already runs',
    );
  });

  it('comes before a useWasm that is still loading', async () => {
    const server = createServer((_, response) => {
      useWasmSync({ threads: 1 });
      const folder = new URL('../../wasm/', import.meta.url);
      response.end(readFileSync(new URL(`${probeWasm().simd}.wasm`, folder)));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const { port } = server.address() as AddressInfo;
      const report = await useWasm({ threads: 1, paths: everywhere(`http://127.0.0.1:${port}/kernels.wasm`) });
      expect(report.threads).toBe(1);
      expect([...(await matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).data())]).toEqual([11]);
      await useWasm();
    } finally {
      server.close();
    }
  });

  it('says where the modules are missing', () => {
    expect(() => useWasmSync({ paths: everywhere('file:///nowhere/kernels.wasm') })).toThrow(
      /the kernels could not be loaded from file:\/\/\/nowhere\/kernels\.wasm \(.+\)\. Serve a copy of the folder/,
    );
  });
});

describe('useWasm where the runtime refuses a large shared memory', () => {
  const { Memory } = WebAssembly;
  /** Refuses shared memories of more pages, as some devices do. */
  function refuseAbove(pages: number): void {
    WebAssembly.Memory = class extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        if (descriptor.shared && descriptor.maximum! > pages) throw new RangeError('could not allocate memory');
        super(descriptor);
      }
    };
  }
  afterEach(() => {
    WebAssembly.Memory = Memory;
    removeBackend('wasm');
  });

  it('takes a smaller one, and says so', async () => {
    refuseAbove(16_384);
    const report = await useWasm({ threads: 2 });
    expect(report.threads).toBe(2);
    expect(report.reason).toMatch(/; at most 1024 MiB of memory, because the runtime refuses more$/);
    expect([...(await matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).data())]).toEqual([11]);
    expect(() => engine().runKernel('Fill', {}, { shape: [2 ** 28], value: 1, dtype: 'float32' })).toThrow(
      /^backend-wasm: 1024\.0 MiB more do not fit into the WebAssembly memory, where .+ of 1024\.0 MiB are in use\. /,
    );
    expect((await useWasm({ threads: 2 })).threads).toBe(2);
  });

  it('runs on one thread where every one is refused', async () => {
    refuseAbove(0);
    const report = await useWasm({ threads: 2 });
    expect(report.threads).toBe(1);
    expect(report.reason).toMatch(/; one thread, because the runtime refuses a shared memory$/);
    expect([...(await matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).data())]).toEqual([11]);
    expect((await useWasm({ threads: 2 })).threads).toBe(1);
  });
});

describe('useWasm without fallback', () => {
  afterEach(async () => {
    await useWasm({ fallback: true });
    removeBackend('wasm');
  });

  it('names the kernel that is missing', async () => {
    const report = await useWasm({ fallback: false });
    expect(report.kernels.fallback).toBe(0);
    expect([...(await matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).data())]).toEqual([11]);
    const x = tensor2d([[1, 2]]);
    expect(() => engine().runKernel('Unique', { x }, { axis: 0 })).toThrow(
      'backend-wasm: there is no kernel Unique for float32 [1, 2]. ' +
        'Call useWasm({ fallback: true }), which loads the cpu backend’s.',
    );
    expect(() => engine().runKernel('Exp', { x: cast(x, 'int32') })).toThrow(
      'backend-wasm: the kernel Exp does not take int32 [1, 2]. ' +
        'Check its arguments, or call useWasm({ fallback: true }), which loads the cpu backend’s.',
    );
    const lists = { paramsNestedSplits: [tensor1d([0, 1], 'int32')], paramsDenseValues: x, indices: x };
    expect(() => engine().runKernel('RaggedGather', lists as never)).toThrow(
      'backend-wasm: there is no kernel RaggedGather for int32 [2] and float32 [1, 2] and float32 [1, 2]. ' +
        'Call useWasm({ fallback: true }), which loads the cpu backend’s.',
    );
    await useWasm();
    expect(wasmKernels().fallback).toEqual([]);
    await useWasm({ fallback: true });
    expect([...(engine().runKernel('Unique', { x }, { axis: 0 }) as unknown as Tensor[])[0]!.dataSync()]).toEqual([
      1, 2,
    ]);
  });

  it('knows the names of all that is missing', async () => {
    await useWasm();
    expect([...missingKernels].sort()).toEqual(wasmKernels().fallback.filter((name) => name !== 'Later'));
  });
});

describe('useWasm over HTTP', () => {
  const server = createServer((_, response) => {
    response.writeHead(404).end();
  });
  afterEach(() => server.close());

  it('says which status it got', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kernels.wasm`;
    await expect(useWasm({ paths: everywhere(url) })).rejects.toThrow(
      `useWasm: the kernels could not be loaded from ${url} (HTTP status 404). ` +
        'Serve a copy of the folder node_modules/@neurite/backend-wasm/wasm and give its URL: ' +
        "`useWasm({ paths: '/wasm/' })`.",
    );
  });
});

describe('probeWasm', () => {
  it('says what would work', () => {
    expect(probeWasm()).toMatchObject({ engine: 'wasm', available: true });
    expect(probeWasm().reason).toMatch(/relaxed SIMD/);
  });
});

describe('wasmKernels', () => {
  it('tells our kernels from those of the cpu backend', async () => {
    await useWasm();
    const { own, fallback } = wasmKernels();
    expect(own).toContain('Conv2DBackpropFilter');
    expect(own).toContain('ElementwiseStep');
    expect(fallback).toContain('FFT');
    expect(own.filter((name) => fallback.includes(name))).toEqual([]);
    removeBackend('wasm');
  });
});
