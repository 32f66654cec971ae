import { readFile } from 'node:fs/promises';
import { expectNoLeak } from '@neurite/testing';
import {
  abs,
  add,
  complex,
  conv2d,
  engine,
  gather,
  getBackend,
  imag,
  matMul,
  maxPool,
  memory,
  ones,
  randomUniform,
  real,
  registerKernel,
  removeBackend,
  reshape,
  backend as runningBackend,
  setBackend,
  spectral,
  split,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  tile,
  time,
  transpose,
  variable,
  where,
  whereAsync,
} from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWasm } from '../../src/index.js';
import type { WasmBackend } from '../../src/internal/backend.js';

type Memory = { liveBytes: number; peakBytes: number; heapBytes: number; numTensors: number };
const use = (): Memory => memory() as unknown as Memory;

beforeEach(async () => {
  await useWasm();
});

describe('tensors in the memory', () => {
  it('are not made of sizes that are no integers, and the count stays right', () => {
    const { liveBytes, numTensors } = use();
    const backend = runningBackend() as WasmBackend;
    for (const size of [-1, 0.5, Number.NaN, Infinity, undefined as unknown as number]) {
      const refused = `backend-wasm: \`shape\` must have integers of at least 0; received [2, ${size}].`;
      expect(() => backend.newTensor([2, size])).toThrow(refused);
      expect(() => backend.makeTensorInfo([2, size], 'float32')).toThrow(refused);
      expect(() => engine().runKernel('Fill', {}, { shape: [2, size], value: 1 })).toThrow(
        `Fill: \`shape\` must be a list of integers of at least 0; received [2, ${size}].`,
      );
    }
    expect(() => backend.newTensor([2 ** 20, 2 ** 20])).toThrow(
      'backend-wasm: `shape` must have at most 2147483647 elements; received [1048576, 1048576].',
    );
    expect(() => backend.makeTensorInfo([2], 'float32', new Float32Array(3))).toThrow(
      'backend-wasm: `values` must have 2 elements, as many as the shape; received 3.',
    );
    expect(use()).toMatchObject({ liveBytes, numTensors });
  });

  it('keep their values when the memory grows', async () => {
    const x = tensor1d([1, 2, 3]);
    const y = tensor1d([4, 5, 6], 'int32');
    for (let i = 0; i < 2; i++) {
      const before = use().heapBytes;
      ones([use().heapBytes / 4]).dispose();
      expect(use().heapBytes).toBeGreaterThan(before);
      expect([...(await add(x, 1).data())]).toEqual([2, 3, 4]);
    }
    expect([...y.dataSync()]).toEqual([4, 5, 6]);
  });

  it('keep their values when a kernel of the cpu backend makes more than the memory holds', async () => {
    // Reads its input after it has made its output, as some kernels of the cpu backend do.
    registerKernel({
      kernelName: 'LateReader',
      backendName: 'cpu',
      kernelFunc: ({ inputs, backend }) => {
        const { data, makeTensorInfo } = backend as WasmBackend;
        const view = data.get(inputs.x!.dataId).values as Float32Array;
        const size = use().heapBytes / 2;
        const output = makeTensorInfo.call(backend, [size], 'float32', new Float32Array(size).fill(view.length));
        const values = data.get(output.dataId).values as Float32Array;
        values[0] = view[2]!;
        return output;
      },
    });
    await useWasm();
    const { heapBytes } = use();
    const y = engine().runKernel('LateReader', { x: tensor1d([1, 2, 3]) }) as Tensor;
    expect(use().heapBytes).toBeGreaterThan(heapBytes);
    expect([...(await y.data()).slice(0, 2)]).toEqual([3, 3]);
    y.dispose();
  });

  it('leave nothing behind when a kernel of the cpu backend fails', async () => {
    registerKernel({
      kernelName: 'Failing',
      backendName: 'cpu',
      kernelFunc: ({ backend }) => {
        (backend as WasmBackend).makeTensorInfo([1000], 'float32', new Float32Array(1000));
        return gather(tensor1d([1]), tensor1d([5], 'int32'));
      },
    });
    await useWasm();
    const { liveBytes } = use();
    const backend = runningBackend() as WasmBackend;
    const count = backend.numDataIds();
    expect(() => tidy(() => engine().runKernel('Failing', {}))).toThrow();
    expect(use().liveBytes).toBe(liveBytes);
    expect(backend.numDataIds()).toBe(count);
  });

  it('may lie above 2 GiB', async () => {
    const backend = runningBackend() as WasmBackend;
    const room = backend.newTensor([6e8], 'float32'); // never touched, so it costs addresses alone
    const x = tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(backend.pointer(x)).toBeGreaterThan(2 ** 31);
    expect([...add(x, tensor1d([1, 1])).dataSync()]).toEqual([2, 3, 4, 5, 6, 7]);
    expect([...matMul(x, x, true).dataSync()]).toEqual([35, 44, 44, 56]);
    expect([...sum(x, 0).dataSync(), ...sum(x, 1).dataSync()]).toEqual([9, 12, 3, 7, 11]);
    const image = reshape(x, [1, 3, 2, 1]) as Tensor4D;
    expect([...conv2d(image, ones([2, 2, 1, 1]), 1, 'same').dataSync()]).toEqual([10, 6, 18, 10, 11, 6]);
    expect([...maxPool(image, 2, 1, 'valid').dataSync()]).toEqual([4, 6]);
    backend.disposeData(room.dataId);
  });

  it('are read as copies', async () => {
    const x = tensor1d([1, 2, 3]);
    const values = x.dataSync();
    x.dispose();
    tensor1d([7, 8, 9]);
    expect([...values]).toEqual([1, 2, 3]);
  });

  it('do not change with the array that they were made of', async () => {
    const values = Float32Array.of(1, 2);
    const x = tensor1d(values);
    values[0] = 9;
    expect([...(await x.data())]).toEqual([1, 2]);
  });

  it('give their memory back, however it is shared', () => {
    const work = (): void => tidy(() => void matMul(ones([30, 40]), ones([40, 50])));
    work(); // what the product needs besides its output stays for the next one
    const before = use();
    const x = ones([1000]);
    const alias = reshape(x, [10, 100]);
    const v = variable(x);
    x.dispose();
    expect([...v.dataSync()].length).toBe(1000);
    v.dispose();
    alias.dispose();
    work();
    expect(use().liveBytes).toBe(before.liveBytes);
    expect(use().numTensors).toBe(before.numTensors);
  });

  it('leave none behind, when a kernel makes several or shares one', async () => {
    const x = ones([2, 3, 4]);
    await expectNoLeak(() => [split(x, 2, 2), reshape(x, [24]), sum(x, [0, 2])]);
    await expectNoLeak(() => tidy(() => matMul(transpose(x, [0, 2, 1]), x)));
    x.dispose();
  });

  it('move from and to other backends', async () => {
    await setBackend('cpu');
    const x = tensor2d([
      [1, 2],
      [3, 4],
    ]);
    await setBackend('wasm');
    const y = matMul(x, x);
    const again = add(x, 1);
    await setBackend('cpu');
    expect([...(await add(y, x).data())]).toEqual([8, 12, 18, 26]);
    await setBackend('wasm');
    expect([...(await add(add(y, x), again).data())]).toEqual([10, 15, 22, 31]);
    const bytes = use().liveBytes;
    x.dispose();
    expect(use().liveBytes).toBe(bytes - 16);
  });

  it('are of any dtype', async () => {
    const words = tensor(['a', 'ö'], [2]);
    expect(words.dataSync()).toEqual(['a', 'ö']);
    words.dispose();
    expect([...tensor([true, false], [2], 'bool').dataSync()]).toEqual([1, 0]);
    const z = complex(tensor1d([1, 2]), tensor1d([3, 4]));
    expect([...z.dataSync()]).toEqual([1, 3, 2, 4]);
    expect([...real(z).dataSync(), ...imag(z).dataSync()]).toEqual([1, 2, 3, 4]);
    const spectrum = abs(spectral.fft(complex(tensor1d([1, 2, 3, 4]), tensor1d([0, 0, 0, 0]))));
    expect([...spectrum.dataSync()].map((value) => Math.round(value * 1000) / 1000)).toEqual([10, 2.828, 2, 2.828]);
    await setBackend('cpu');
    const moved = complex(tensor1d([5]), tensor1d([6]));
    await setBackend('wasm');
    expect([...imag(moved).dataSync()]).toEqual([6]);
  });

  it('may be empty', async () => {
    expect(sum(tensor2d([], [0, 3]), 0).dataSync()).toEqual(Float32Array.of(0, 0, 0));
    expect((await tensor1d([]).data()).length).toBe(0);
  });
});

describe('what tfjs-core asks of a backend', () => {
  it('answers', async () => {
    const backend = runningBackend() as WasmBackend;
    expect(getBackend()).toBe('wasm');
    expect(backend.epsilon()).toBe(1e-7);
    expect(backend.floatPrecision()).toBe(32);
    expect((await time(() => ones([4]).dispose())).kernelMs).toBeGreaterThanOrEqual(0);
    expect(memory().unreliable).toBe(false);
    const indices = await whereAsync(tensor([true, false, true], [3], 'bool'));
    expect(indices.arraySync()).toEqual([[0], [2]]);
    expect([...where(tensor([true, false], [2], 'bool'), 1, 0).dataSync()]).toEqual([1, 0]);
    expect(tile(randomUniform([2]), [2]).shape).toEqual([4]);
  });

  it('starts again after it was removed', async () => {
    removeBackend('wasm');
    await useWasm();
    expect([...add(tensor1d([1]), 1).dataSync()]).toEqual([2]);
  });
});

describe('the modules', () => {
  it.each(['plain', 'relaxed'])('%s has no data section', async (name) => {
    const { dataSections } = await import('../../tools/inspect-module.mjs');
    const bytes = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
    expect(dataSections(bytes)).toBe(0);
    // One that has: header, then an empty section with the number 11.
    expect(dataSections(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 11, 1, 0))).toBe(1);
  });
});
