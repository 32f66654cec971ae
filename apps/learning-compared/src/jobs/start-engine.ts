import { useWasm } from '@neurite/backend-wasm';
import { BackendError } from '@neurite/core/errors';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Engine } from './job.js';
import { useGpu } from './use-gpu.js';

/**
 * Turns an engine on, in a process that has no other.
 *
 * @returns what it runs on, in words
 * @throws BackendError when it does not work here
 */
export async function startEngine(engine: Engine): Promise<string> {
  if (engine.name === 'wasm') {
    const { simd, threads } = await useWasm({ threads: engine.threads });
    return `WebAssembly, ${simd === 'plain' ? 'SIMD' : 'relaxed SIMD'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  }
  if (engine.name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await setBackend('cpu');
    return 'plain JavaScript, 1 thread';
  }
  const found = await useGpu();
  if ('device' in found) return `WebGPU, ${found.device}`;
  throw new BackendError({ where: 'gpu', problem: found.reason });
}
