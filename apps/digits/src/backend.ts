import { availableParallelism } from 'node:os';
import { useWasm } from '@neurite/backend-wasm';
import type { Backend } from './backend-names.js';

/** What tensors run on. */
export type Running = {
  /** In a few words, for the last line. */
  readonly name: string;
  /** Why, and why nothing else; undefined where nothing else was tried. */
  readonly reason: string | undefined;
};

/**
 * Turns an engine on.
 *
 * @param processes how many share the cores of this machine
 * @throws BackendError where it is one that is named, and does not work here
 */
export async function turnOn(backend: Backend, processes = 1): Promise<Running> {
  if (backend === 'wasm') return { name: await turnOnWasm(processes), reason: undefined };
  // Loaded when it is asked for: hardly anybody needs it.
  const { useNodeGpu } = await import('@neurite/backend-node-gpu');
  const report = await useNodeGpu(backend === 'gpu' ? {} : { prefer: backend, strict: true });
  const name = report.engine === 'wasm' ? await turnOnWasm(processes) : `${report.engine}, ${report.device}`;
  return { name, reason: `${report}` };
}

async function turnOnWasm(processes: number): Promise<string> {
  const share = Math.max(1, Math.floor(availableParallelism() / processes));
  const { engine, simd } = await useWasm(processes === 1 ? {} : { threads: share });
  return `${engine} (${simd === 'plain' ? 'simd' : 'relaxed simd'})`;
}
