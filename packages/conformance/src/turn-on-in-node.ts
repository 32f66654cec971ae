import { type EngineName, useNodeGpu } from '@neurite/backend-node-gpu';
import { registerGradients } from '@neurite/core';
import { beStrict } from './strict-webgpu.js';

/**
 * Turns an engine of `@neurite/backend-node-gpu` on.
 *
 * @returns its device
 * @throws BackendError where it does not work here
 */
export async function turnOnInNode(engine: EngineName): Promise<string> {
  registerGradients();
  const { device } = await useNodeGpu({ prefer: engine, strict: true });
  if (engine === 'webgpu') beStrict();
  return device;
}
