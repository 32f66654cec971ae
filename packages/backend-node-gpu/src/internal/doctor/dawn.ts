import { pathToFileURL } from 'node:url';
import { isSoftware } from '@neurite/webgpu-kernels/engine-candidate';
import { type AdapterInfo, deviceName } from '../dawn/gpu.js';
import { NO_VULKAN, VULKAN_LOADER } from '../dawn/vulkan.js';
import { findInstalled } from '../find-package.js';
import { runProgram } from '../run-program.js';
import { adds, bad, good, type Line } from './line.js';
import type { Surroundings } from './surroundings.js';

const PACKAGES = ['webgpu', '@tensorflow/tfjs-backend-webgpu'];
const SECONDS = 60;

/** Opens a device of the package at the URL that is its argument, moves four numbers there and back, and prints what it finds. */
const PROGRAM = `
const { create } = await import(process.argv[1]);
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
const found = { info: null };
if (adapter !== null) {
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  found.info = { vendor, architecture, description, isFallbackAdapter };
  found.largest = adapter.limits.maxBufferSize;
  const device = await adapter.requestDevice();
  device.lost.then(({ message, reason }) => { found.lost = message || reason; });
  const buffer = device.createBuffer({ size: 16, usage: 9 });
  device.queue.writeBuffer(buffer, 0, Float32Array.of(1, 2, 3, 4));
  try {
    await buffer.mapAsync(1);
    found.values = [...new Float32Array(buffer.getMappedRange())];
  } catch (error) {
    await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 200))]);
    found.failed = error.message;
  }
}
console.log(JSON.stringify(found));
`;

type Found = {
  readonly info: AdapterInfo | null;
  readonly largest?: number;
  readonly lost?: string;
  readonly values?: readonly number[];
  readonly failed?: string;
};

/** What Dawn needs, from the packages to the device. */
export async function dawnLines(given: Surroundings): Promise<readonly Line[]> {
  const { from, platform } = given;
  const packages = PACKAGES.map((name) => {
    const found = findInstalled(name, from);
    return found === undefined
      ? bad('package', `${name} is not installed`, adds(name))
      : good('package', `${name} ${found.version}`);
  });
  const dawn = findInstalled('webgpu', from);
  const vulkan = platform === 'linux' ? vulkanLines(given) : [];
  if (dawn === undefined || vulkan.some(({ ok }) => !ok)) return [...packages, ...vulkan];
  return [...packages, ...vulkan, ...(await adapterLines(dawn.main))];
}

function vulkanLines({ loads, drivers }: Surroundings): readonly Line[] {
  if (!loads(VULKAN_LOADER)) return [bad('Vulkan', NO_VULKAN.reason, NO_VULKAN.remedy)];
  const loader = good('Vulkan', `the loader ${VULKAN_LOADER} is found`);
  if (drivers.length > 0) return [loader, good('drivers', drivers.join(', '))];
  const fix = 'install the driver of the GPU: https://www.nvidia.com/drivers, or apt-get install mesa-vulkan-drivers';
  return [loader, bad('drivers', 'no driver for Vulkan is installed', fix)];
}

async function adapterLines(main: string): Promise<readonly Line[]> {
  const { code, signal, out, err } = await runProgram(
    [process.execPath, '--input-type=module', '--eval', PROGRAM, pathToFileURL(main).href],
    { seconds: SECONDS, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  if (code !== 0) {
    const [, reason] = /^\w*Error(?: \[\w+\])?: (.+)$/m.exec(err) ?? [];
    const how =
      reason ?? (signal === 'SIGKILL' ? `no answer within ${SECONDS} seconds` : `it ended with ${signal ?? code}`);
    return [bad('Dawn', `its binary does not run: ${how}`, adds('webgpu@latest'))];
  }
  const found = JSON.parse(out.trim().split('\n').at(-1)!) as Found; // of PROGRAM
  const { info, largest = 0 } = found;
  if (info === null) {
    return [
      bad(
        'adapter',
        'Dawn finds no adapter: no driver works here',
        'update the driver of the GPU, and in a container pass the GPU through, e.g. docker run --gpus all',
      ),
    ];
  }
  const name = deviceName(info);
  const software = info.isFallbackAdapter === true || isSoftware(`${info.vendor} ${info.architecture} ${name}`);
  const adapter = software
    ? bad('adapter', `${name} is a software renderer: correct, and slower than wasm`, 'install the driver of the GPU')
    : good('adapter', name);
  return [adapter, deviceLine(found), good('tensors', `of up to ${(largest / 1e9).toFixed(1)} GB`)];
}

function deviceLine({ lost, values, failed }: Found): Line {
  const fix = 'update the driver of the GPU; what else runs on it may have reset it';
  if (lost !== undefined) return bad('device', `it was lost while it was used: ${lost}`, fix);
  if (String(values) === '1,2,3,4') return good('device', 'numbers come back from it as they went there');
  return bad('device', `numbers do not come back from it as they went there: ${failed ?? values}`, fix);
}
