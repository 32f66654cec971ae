import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import util from 'node:util';
import { conv2d, dispose, image, memory, removeBackend, tensor4d, engine as tfjs } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as index from '../src/index.js';
import { FAKE_NVIDIA_SMI, fakeTfjsNode, inProject } from './support/fake-project.js';

/** For tests that load no TensorFlow. */
const { probe, useNodeGpu } = index;

/** The package as a new process loads it: TensorFlow is loaded once in a process. */
async function fresh(): Promise<typeof index> {
  vi.resetModules();
  return import('../src/index.js');
}

/** Makes addons of the fakes answer as a binding does. */
const { extensions } = createRequire(import.meta.url);
const native = extensions['.node']!;
function fakeBinding(onGpu: boolean): void {
  extensions['.node'] = (module) => {
    module.exports = { TF_Version: '2.99.0', isUsingGpuDevice: () => onGpu };
  };
}

afterEach(() => {
  extensions['.node'] = native;
  for (const name of ['tensorflow', 'wasm']) if (tfjs().findBackendFactory(name) !== null) removeBackend(name);
});

const GPU = '@tensorflow/tfjs-node-gpu';
const CPU = '@tensorflow/tfjs-node';
const addon = (name: string): string => `node_modules/${name}/lib/napi-v8/tfjs_binding.node`;
const gpuInstalled = { ...fakeTfjsNode(GPU), [addon(GPU)]: 'a binding', 'bin/nvidia-smi': FAKE_NVIDIA_SMI };
/** There is no program of that name on the path, where a driver is installed. */
const noDriver = { 'bin/nvidia-smi': '#!/bin/sh\nexit 9\n' };

describe('useNodeGpu', () => {
  it('says in one line what it chose, and why it passed over the others', async () => {
    await inProject(noDriver, async () => {
      await useNodeGpu({ prefer: 'wasm' });
      const before = memory().numTensors;
      const report = await useNodeGpu({ device: 'a GPU that nobody has' });
      expect(report.engine).toBe('wasm');
      expect(report.tried.map(({ engine, outcome }) => `${engine} ${outcome}`)).toEqual([
        'tensorflow-gpu passed over',
        'webgpu passed over',
        'wasm chosen',
      ]);
      expect(`${report}`).toMatch(
        /^wasm on WebAssembly with (plain|relaxed) SIMD( and \d+ threads)?: self-test right in \d+ ms; passed over: tensorflow-gpu \(no driver of NVIDIA is found\), webgpu \((the Vulkan loader libvulkan\.so\.1 is not installed; .+|Dawn finds no adapter whose name contains 'a GPU that nobody has'; npx @neurite\/backend-node-gpu doctor)\)$/,
      );
      expect(memory().numTensors).toBe(before);
    });
  });

  it('tries what is preferred first, and nothing else where it is strict', async () => {
    await inProject(noDriver, async () => {
      const report = await useNodeGpu({ prefer: ['tensorflow-cpu', 'wasm'] });
      expect(report.tried.map(({ engine }) => engine)).toEqual(['tensorflow-cpu', 'wasm']);
      expect(report.tried[0]).toMatchObject({
        reason: `the package ${CPU} is not installed`,
        remedy: `npm install --ignore-scripts ${CPU}, then npx @neurite/backend-node-gpu setup`,
      });
      await expect(useNodeGpu({ prefer: 'tensorflow-gpu', strict: true })).rejects.toThrow(
        'useNodeGpu: no engine works here: tensorflow-gpu (no driver of NVIDIA is found).',
      );
      expect(tfjs().backendName).toBe('wasm');
    });
  });

  it('refuses options that mean nothing', async () => {
    await expect(useNodeGpu({ prefer: 'cuda' as never })).rejects.toThrow(
      "useNodeGpu: `prefer` must be 'tensorflow-gpu', 'webgpu', 'wasm' or 'tensorflow-cpu'; received 'cuda'.",
    );
    await expect(useNodeGpu({ prefer: 3 as never })).rejects.toThrow('`prefer` must be');
    await expect(useNodeGpu({ device: -1 })).rejects.toThrow('`device` must');
    await expect(useNodeGpu({ device: '' })).rejects.toThrow(
      "useNodeGpu: `device` must be a part of the name of a GPU, or its index in the order of CUDA; received ''.",
    );
    await expect(useNodeGpu({ strict: 'yes' as never })).rejects.toThrow('`strict` must be true or false');
    await expect(useNodeGpu({ gpu: 1 } as never)).rejects.toThrow('gpu');
  });
});

describe('TensorFlow', () => {
  it('is chosen where it finds the GPU, named as the driver names it', async () => {
    fakeBinding(true);
    const { useNodeGpu } = await fresh();
    await inProject(gpuInstalled, async () => {
      const report = await useNodeGpu({ device: 'fake' });
      expect(`${report}`).toMatch(
        /^tensorflow-gpu on NVIDIA Fake 9000 with TensorFlow 2\.99\.0: self-test right in \d+ ms$/,
      );
      expect(process.env.CUDA_VISIBLE_DEVICES).toBe('0');
      delete process.env.CUDA_VISIBLE_DEVICES;
      await expect(useNodeGpu({ prefer: 'tensorflow-cpu', strict: true })).rejects.toThrow(
        'TensorFlow runs on the GPU in this process',
      );
    });
  });

  it('finds what Node 23 has removed when it is loaded', async () => {
    fakeBinding(true);
    const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
    const before = old.isNullOrUndefined;
    delete old.isNullOrUndefined;
    const kernels = `node_modules/${GPU}/dist/register_all_kernels.js`;
    const calls = `if (!require('util').isNullOrUndefined(null)) throw new Error('it has no value');\n`;
    const { useNodeGpu } = await fresh();
    try {
      await inProject({ ...gpuInstalled, [kernels]: calls + gpuInstalled[kernels] }, async () => {
        const { engine } = await useNodeGpu({ prefer: 'tensorflow-gpu', strict: true });
        expect(engine).toBe('tensorflow-gpu');
      });
      expect([null, undefined, 0, ''].map((value) => old.isNullOrUndefined?.(value))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    } finally {
      if (before !== undefined) old.isNullOrUndefined = before;
    }
  });

  it('is passed over where it would compute on the CPU in silence', async () => {
    fakeBinding(false);
    const { useNodeGpu } = await fresh();
    await inProject(gpuInstalled, async () => {
      const { engine, tried } = await useNodeGpu({ prefer: ['tensorflow-gpu', 'wasm'] });
      expect(engine).toBe('wasm');
      expect(tried[0]?.reason).toContain('TensorFlow 2.99.0 finds no CUDA and would compute on the CPU in silence');
    });
  });

  it('is passed over without the GPU that is asked for, without its package, and without its addon', async () => {
    const reasonIn = (files: Record<string, string>, device?: string | number): Promise<string | undefined> =>
      inProject(files, async () => {
        const { tried } = await useNodeGpu({
          prefer: ['tensorflow-gpu', 'wasm'],
          ...(device === undefined ? {} : { device }),
        });
        return tried[0]?.reason;
      });
    expect(await reasonIn(gpuInstalled, 3)).toBe('there is no GPU 3 (there is 0: NVIDIA Fake 9000)');
    expect(await reasonIn(gpuInstalled, 'A100')).toBe("there is no GPU 'A100' (there is 0: NVIDIA Fake 9000)");
    expect(await reasonIn({ 'bin/nvidia-smi': FAKE_NVIDIA_SMI })).toBe(`the package ${GPU} is not installed`);
    const { [addon(GPU)]: _, ...without } = gpuInstalled;
    expect(await reasonIn(without)).toBe(`${GPU} has no addon, as its install script did not run or failed`);
  });

  it('says why an addon does not load', async () => {
    const { useNodeGpu } = await fresh();
    await inProject(gpuInstalled, async () => {
      const { tried } = await useNodeGpu({ prefer: ['tensorflow-gpu', 'wasm'] });
      expect(tried[0]?.reason).toMatch(/^it does not start \(.*(invalid ELF header|file too short|not a valid)/);
    });
  });

  it('computes on the CPU where that is preferred, and tells which kernels the cpu backend stands in for', async () => {
    fakeBinding(false);
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { useNodeGpu } = await fresh();
    await inProject({ ...fakeTfjsNode(CPU), [addon(CPU)]: 'a binding' }, async (folder) => {
      expect(existsSync(folder)).toBe(true);
      const report = await useNodeGpu({ prefer: 'tensorflow-cpu' });
      expect(`${report}`).toMatch(/^tensorflow-cpu on the CPU with TensorFlow 2\.99\.0: self-test right in \d+ ms$/);
      const before = memory().numDataBuffers;
      const x = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      for (let i = 0; i < 2; i++) {
        const y = image.transform(x, [[1, 0, 1, 0, 1, 0, 0, 0]]);
        expect([...(await y.data())]).toEqual([2, 0, 4, 0]);
        y.dispose();
      }
      const kernel = tensor4d([1], [1, 1, 1, 1]);
      const y = conv2d(x, kernel, 1, 1);
      expect(y.shape).toEqual([1, 4, 4, 1]);
      expect((await y.data())[5]).toBe(1);
      dispose([x, y, kernel]);
      expect(memory().numDataBuffers).toBe(before);
      expect(warned.mock.calls).toEqual([
        ['Transform runs on the cpu backend, as tfjs-node has no kernel for it.', 'KernelWarning'],
        ["Conv2D runs on the cpu backend, as tfjs-node's kernel takes no such padding.", 'KernelWarning'],
      ]);
    });
    warned.mockRestore();
  });
});

describe('probe', () => {
  it('says what is there and what is missing, and turns nothing on', async () => {
    const before = tfjs().backendName;
    await inProject(gpuInstalled, async () => {
      const { best, engines } = await probe();
      expect(best).toBe('tensorflow-gpu');
      expect(engines.map(({ engine }) => engine)).toEqual(['tensorflow-gpu', 'webgpu', 'wasm', 'tensorflow-cpu']);
      expect(engines[0]).toMatchObject({ available: true, device: 'NVIDIA Fake 9000' });
    });
    await inProject(noDriver, async () => {
      const report = await probe();
      expect(`${report}`).toMatch(/^tensorflow-gpu: no, no driver of NVIDIA is found, and the package/);
    });
    expect(tfjs().backendName).toBe(before);
  });
});
