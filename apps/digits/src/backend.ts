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
 * @throws BackendError where it is one that is named, and does not work here
 */
export async function turnOn(backend: Backend): Promise<Running> {
  if (backend === 'wasm') return { name: await turnOnWasm(), reason: undefined };
  // Loaded when it is asked for: hardly anybody needs it.
  const { useNodeGpu } = await import('@neurite/backend-node-gpu');
  const report = await useNodeGpu(backend === 'gpu' ? {} : { prefer: backend, strict: true });
  const name = report.engine === 'wasm' ? await turnOnWasm() : `${report.engine}, ${report.device}`;
  return { name, reason: `${report}` };
}

async function turnOnWasm(): Promise<string> {
  const { engine, simd } = await useWasm();
  return `${engine} (${simd === 'plain' ? 'simd' : 'relaxed simd'})`;
}
