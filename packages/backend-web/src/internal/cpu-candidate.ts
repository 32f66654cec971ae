import type { Candidate } from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';

/** tfjs's cpu backend. */
export const cpuCandidate: Candidate<'cpu'> = {
  name: 'cpu',
  backendName: 'cpu',
  findDevice: async () => ({
    available: true,
    device: 'JavaScript',
    software: false,
    reason: 'it works everywhere, slowly',
    remedy: undefined,
  }),
  findPackage: async () => ({
    available: true,
    reason: '@tensorflow/tfjs-backend-cpu is installed',
    remedy: undefined,
  }),
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await startBackend('useWeb', 'cpu');
    return undefined;
  },
};
