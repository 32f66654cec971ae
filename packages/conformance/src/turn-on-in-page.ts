import { useWeb } from '@neurite/backend-web';
import { registerGradients } from '@neurite/core';
import { env } from '@tensorflow/tfjs-core';
import type { BrowserEngine } from './columns.js';

/**
 * Turns an engine on, in a page.
 *
 * @throws RangeError when another one runs there
 */
export async function turnOn(engine: BrowserEngine): Promise<void> {
  registerGradients();
  const report = await useWeb({ prefer: engine });
  if (report.engine !== engine) throw new RangeError(String(report));
  // tfjs would compute small tensors in JavaScript, and the shaders of large ones would stay unchecked.
  env().set(engine === 'webgl' ? 'WEBGL_CPU_FORWARD' : 'WEBGPU_CPU_FORWARD', false);
}
