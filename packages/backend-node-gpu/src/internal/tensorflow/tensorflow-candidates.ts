import { BackendError } from '@neurite/core';
import { type Availability, type Candidate, unavailable } from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';
import type { Settings } from '../settings.js';
import { findInstallation, type Installation, installedPackages } from './installation.js';
import { BACKEND_NAME, loadedTensorflow, loadTensorflow } from './load.js';
import { type NvidiaGpu, nvidiaGpus } from './nvidia.js';

const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu';
const SETUP = 'npx @neurite/backend-node-gpu setup';

/** TensorFlow on CUDA. */
export const tensorflowGpuCandidate: Candidate<'tensorflow-gpu', Settings> = {
  name: 'tensorflow-gpu',
  backendName: BACKEND_NAME,
  findDevice: async ({ device }) => {
    const gpus = nvidiaGpus();
    if (gpus.length === 0) return unavailable('no driver of NVIDIA is found');
    const gpu = pick(gpus, device);
    if (gpu === undefined) {
      const names = gpus.map(({ index, name }) => `${index}: ${name}`).join(', ');
      return unavailable(`there is no GPU ${typeof device === 'number' ? device : `'${device}'`} (there is ${names})`);
    }
    return { available: true, device: gpu.name, software: false, reason: 'the driver lists it', remedy: undefined };
  },
  findPackage: async () => availabilityOf([GPU_PACKAGE]),
  start: async ({ device }) => {
    const gpu = pick(nvidiaGpus(), device);
    const chosen = device === undefined || gpu === undefined ? undefined : String(gpu.index);
    const { version, onGpu } = loadTensorflow(existing([GPU_PACKAGE]), chosen);
    if (!onGpu) {
      throw new BackendError({
        where: 'tensorflow',
        problem: `TensorFlow ${version} finds no CUDA and would compute on the CPU in silence`,
        advice: '`npx @neurite/backend-node-gpu doctor` says what is missing',
      });
    }
    await startBackend('useNodeGpu', BACKEND_NAME);
    return `${gpu?.name ?? 'CUDA'} with TensorFlow ${version}`;
  },
};

/** TensorFlow on the CPU. */
export const tensorflowCpuCandidate: Candidate<'tensorflow-cpu', Settings> = {
  name: 'tensorflow-cpu',
  backendName: BACKEND_NAME,
  findDevice: async () => ({
    available: true,
    device: 'CPU',
    software: false,
    reason: 'every machine has one',
    remedy: undefined,
  }),
  findPackage: async () => availabilityOf(undefined),
  start: async () => {
    const before = loadedTensorflow();
    const { version, onGpu } = loadTensorflow(existing(undefined), '-1');
    if (onGpu) {
      const problem = 'TensorFlow runs on the GPU in this process';
      throw new BackendError({ where: 'tensorflow', problem, cause: before });
    }
    await startBackend('useNodeGpu', BACKEND_NAME);
    return `the CPU with TensorFlow ${version}`;
  },
};

function pick(gpus: readonly NvidiaGpu[], device: string | number | undefined): NvidiaGpu | undefined {
  if (device === undefined) return gpus[0];
  if (typeof device === 'number') return gpus.find(({ index }) => index === device);
  return gpus.find(({ name }) => name.toLowerCase().includes(device.toLowerCase()));
}

/** @param names the packages whose own addon will do; undefined: all */
function availabilityOf(names: readonly string[] | undefined): Pick<Availability, 'available' | 'reason' | 'remedy'> {
  const installation = findInstallation(names);
  if (installation !== undefined) {
    const { package: own, built } = installation;
    const by = built === undefined ? 'its install script' : 'setup';
    return { available: true, reason: `${own.name} ${own.version}, with the addon of ${by}`, remedy: undefined };
  }
  const [installed] = installedPackages();
  if (installed !== undefined)
    return unavailable(`${installed.name} has no addon, as its install script did not run or failed`, SETUP);
  const name = names?.[0] ?? '@tensorflow/tfjs-node';
  return unavailable(`the package ${name} is not installed`, `npm install --ignore-scripts ${name}, then ${SETUP}`);
}

function existing(names: readonly string[] | undefined): Installation {
  return findInstallation(names)!; // findPackage has found it
}
