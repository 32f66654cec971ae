import { useWeb } from '@neurite/backend-web';
import { registerGradients } from '@neurite/core';
import { env } from '@tensorflow/tfjs-core';
import type { BrowserEngine } from './columns.js';
import { beStrict } from './strict-webgpu.js';

/**
 * Turns an engine on, in a page.
 *
 * @throws RangeError when another one runs there
 */
export async function turnOn(engine: BrowserEngine): Promise<void> {
  registerGradients();
  const report = await useWeb({ prefer: engine });
  if (report.engine !== engine) throw new RangeError(String(report));
  if (engine === 'webgpu') beStrict();
  // As there: small tensors would be computed in JavaScript.
  else env().set('WEBGL_CPU_FORWARD', false);
}
