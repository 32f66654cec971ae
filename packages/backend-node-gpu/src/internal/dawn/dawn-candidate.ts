import { BackendError } from '@neurite/core';
import { type Candidate, isSoftware, unavailable } from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';
import { watchWebgpu } from '@neurite/webgpu-kernels/watch-webgpu';
import { type KernelBackend, registerBackend, engine as tfjs } from '@tensorflow/tfjs-core';
import { findInstalled, importInstalled } from '../find-package.js';
import type { Settings } from '../settings.js';
import { type Adapter, type AdapterInfo, deviceName, type GpuDevice, openDawn, withNavigator } from './gpu.js';
import { vulkanProblem } from './vulkan.js';

const BACKEND = '@tensorflow/tfjs-backend-webgpu';
const packages = [BACKEND, 'webgpu'];

type Peer = { readonly WebGPUBackend: new (device: GpuDevice, info: AdapterInfo) => KernelBackend };

/** tfjs's WebGPU backend on Dawn. */
export const dawnCandidate: Candidate<'webgpu', Settings> = {
  name: 'webgpu',
  backendName: 'webgpu',
  findDevice: async ({ device }) => {
    if (typeof device === 'number') {
      return unavailable(`Dawn finds devices by their names, not by the index ${device}`, 'give a part of the name');
    }
    // Nothing is known about devices without the package, which findPackage reports.
    if (findInstalled('webgpu') === undefined) return notInstalled();
    const problem = vulkanProblem();
    if (problem !== undefined) return unavailable(problem.reason, problem.remedy);
    const adapter = await findAdapter(device);
    if (adapter === null) {
      return unavailable(
        device === undefined ? 'Dawn finds no adapter' : `Dawn finds no adapter whose name contains '${device}'`,
        'npx @neurite/backend-node-gpu doctor',
      );
    }
    const name = deviceName(adapter.info);
    const { vendor, architecture } = adapter.info;
    const software = adapter.info.isFallbackAdapter === true || isSoftware(`${vendor} ${architecture} ${name}`);
    return { available: true, device: name, software, reason: 'Dawn has an adapter', remedy: undefined };
  },
  findPackage: async () => notInstalled(),
  start: async ({ device }) => {
    const name = device as string | undefined; // no number: findDevice has refused it
    await register(name);
    watchWebgpu(await startBackend('useNodeGpu', 'webgpu'));
    // Imported here, because a program that ends up on another engine needs no shaders.
    const { registerWebgpuKernels } = await import('@neurite/webgpu-kernels');
    registerWebgpuKernels();
    return undefined;
  },
};

function notInstalled(): ReturnType<typeof unavailable> {
  const absent = packages.filter((name) => findInstalled(name) === undefined);
  if (absent.length > 0) {
    const are = absent.length === 1 ? 'is' : 'are';
    return unavailable(`${absent.join(' and ')} ${are} not installed`, `npm install ${absent.join(' ')}`);
  }
  return { available: true, device: undefined, software: false, reason: 'both are installed', remedy: undefined };
}

async function findAdapter(device: string | undefined): Promise<Adapter | null> {
  const gpu = await openDawn(device);
  return gpu.requestAdapter({ powerPreference: 'high-performance' });
}

/** The part of a device's name that our registration was made for. */
let registered: { readonly device: string | undefined; readonly factory: unknown } | undefined;

/** Registers tfjs's backend on the device of that name, unless one is registered. */
async function register(device: string | undefined): Promise<void> {
  const known = tfjs().findBackendFactory('webgpu');
  if (known !== null) {
    const other = known === registered?.factory && device !== undefined && registered.device !== device;
    if (!other) return;
    const problem = `it runs on another device already, that of '${registered?.device ?? 'no name'}'`;
    const advice = "Call removeBackend('webgpu') first, which disposes every tensor there";
    throw new BackendError({ where: 'useNodeGpu', problem, advice });
  }
  const gpu = await openDawn(device);
  const peer = await importInstalled<Peer>(findInstalled(BACKEND)!); // checked before
  const factory = async (): Promise<KernelBackend> => {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    const made = await adapter!.requestDevice({ requiredFeatures: [], requiredLimits: limitsOf(adapter!) });
    return withNavigator(gpu, () => new peer.WebGPUBackend(made, adapter!.info));
  };
  registerBackend('webgpu', factory, 3);
  registered = { device, factory };
}

/** What tfjs asks for in a page: all that the adapter has. */
function limitsOf({ limits }: Adapter): Record<string, number> {
  const names = [
    'maxComputeWorkgroupStorageSize',
    'maxComputeWorkgroupsPerDimension',
    'maxStorageBufferBindingSize',
    'maxBufferSize',
    'maxComputeWorkgroupSizeX',
    'maxComputeInvocationsPerWorkgroup',
  ];
  return Object.fromEntries(names.map((name) => [name, limits[name]!]));
}
