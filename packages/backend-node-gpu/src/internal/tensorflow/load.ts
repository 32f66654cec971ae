import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type KernelBackend, registerBackend, engine as tfjs } from '@tensorflow/tfjs-core';
import type { Installation } from './installation.js';
import { mendUtil } from './mend-util.js';
import { registerMissingKernels } from './missing-kernels.js';

/** The name under which tfjs-node registers its backend. */
export const BACKEND_NAME = 'tensorflow';

/** The parts of the binding that are used here. */
type Binding = { readonly TF_Version: string; isUsingGpuDevice(): boolean };
type Kernels = { readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => KernelBackend };

/** TensorFlow in this process. */
export type Loaded = { readonly version: string; readonly onGpu: boolean };

/** It is loaded once: a library that is in the process stays there, on the devices that it saw first. */
let loaded: Loaded | undefined;

/** What was loaded; undefined before. */
export function loadedTensorflow(): Loaded | undefined {
  return loaded;
}

/**
 * Loads TensorFlow and registers tfjs-node's backend and kernels, without its index: that would look for the addon of the
 * install script, and turn the backend on before it is tested.
 *
 * @param devices what CUDA may see, as `CUDA_VISIBLE_DEVICES`; undefined: everything
 * @throws the loader's error where the addon or a library of it does not load
 */
export function loadTensorflow(
  { package: { name, folder }, addon }: Installation,
  devices: string | undefined,
): Loaded {
  if (loaded !== undefined) return loaded;
  mendUtil();
  // TensorFlow's own lines about the CPU's instructions are no concern of a user.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  if (devices !== undefined) process.env.CUDA_VISIBLE_DEVICES = devices;
  const require = createRequire(pathToFileURL(join(folder, 'package.json')));
  const binding = require(addon) as Binding; // of tfjs-node 4.22
  if (tfjs().findBackendFactory(BACKEND_NAME) === null) {
    const { NodeJSKernelBackend } = withoutRepeats(() => {
      require('./dist/register_all_kernels'); // and with @tensorflow/tfjs the cpu backend
      return require('./dist/nodejs_kernel_backend') as Kernels;
    });
    registerBackend(BACKEND_NAME, () => new NodeJSKernelBackend(binding, name), 3);
  }
  registerMissingKernels();
  loaded = { version: binding.TF_Version, onGpu: binding.isUsingGpuDevice() };
  return loaded;
}

/** Keeps tfjs from telling that what a second copy of it registers is registered already. */
function withoutRepeats<T>(load: () => T): T {
  const { warn } = console;
  console.warn = (...given: readonly unknown[]) => {
    if (!/already (been set|registered)/.test(String(given[0]))) warn(...given);
  };
  try {
    return load();
  } finally {
    console.warn = warn;
  }
}
