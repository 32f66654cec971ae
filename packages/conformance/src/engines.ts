import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@neurite/backend-wasm';
import { registerGradients } from '@neurite/core';
import { ready, setBackend } from '@tensorflow/tfjs-core';

/** An engine of a column that runs in Node. */
export type NodeEngine = 'cpu' | 'wasm';

/** Turns an engine on. */
export async function turnOn(engine: NodeEngine): Promise<void> {
  registerGradients();
  if (engine === 'wasm') await useWasm();
  else await setBackend('cpu');
  await ready();
}
