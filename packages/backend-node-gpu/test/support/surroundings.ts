import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Surroundings } from '../../src/internal/doctor/surroundings.js';

/** A machine without a GPU, and a project without packages. */
export function bareMachine(project: string): Surroundings {
  return {
    node: '24.1.0',
    abi: '137',
    nodeApi: '10',
    platform: 'linux',
    arch: 'x64',
    glibc: '2.36',
    from: [pathToFileURL(join(project, 'package.json')).href],
    gpus: [],
    findTensorflow: async () => undefined,
    loads: () => true,
    drivers: ['/usr/share/vulkan/icd.d/fake_icd.json'],
  };
}

/** A GPU of NVIDIA. */
export const fakeGpu = { index: 0, name: 'NVIDIA Fake 9000', driver: '555.42', memory: { total: 24564, used: 1234 } };
