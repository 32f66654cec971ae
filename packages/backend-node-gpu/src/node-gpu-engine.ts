import type { Engine } from '@neurite/core';
import { currentDevice } from '@neurite/webgpu-kernels/devices';
import type { EngineName } from './engine-name.js';
import type { NodeGpuReport } from './node-gpu-report.js';
import { useNodeGpu } from './use-node-gpu.js';

/**
 * The engines of Node, for packages that belong to no backend: `resilient` of `@neurite/training-worker` goes on with the
 * next one when a device is lost.
 *
 * @example
 * const report = await nodeGpuEngine.use({ prefer: 'wasm' });
 * console.log(nodeGpuEngine.describe(report).device);
 */
export const nodeGpuEngine: Engine<NodeGpuReport> = {
  use: ({ prefer }) => useNodeGpu(prefer === undefined ? {} : { prefer: prefer as EngineName }), // which checks it
  describe: (report) => ({ name: report.engine, device: report.device, reason: `${report}` }),
  current: currentDevice,
};
