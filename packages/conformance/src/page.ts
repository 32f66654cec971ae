import { useWeb } from '@neurite/backend-web';
import { registerGradients } from '@neurite/core';
import { env } from '@tensorflow/tfjs-core';
import type { Thoroughness } from './check-op.js';
import { type BrowserEngine, type Column, checkPart, type Part, specs } from './columns.js';

declare global {
  /** Turns an engine on and checks the named operations on it. */
  var checkNamed: (engine: BrowserEngine, part: Part, names: readonly string[], runs: Thoroughness) => Promise<Column>;
}

globalThis.checkNamed = async (engine, part, names, runs) => {
  registerGradients();
  const report = await useWeb({ prefer: engine });
  if (report.engine !== engine) throw new RangeError(String(report));
  // Small tensors would be worked out by tfjs's JavaScript, and large ones by shaders that nobody looked at.
  env().set(engine === 'webgl' ? 'WEBGL_CPU_FORWARD' : 'WEBGPU_CPU_FORWARD', false);
  return checkPart(
    part,
    specs.filter(({ name }) => names.includes(name)),
    runs,
  );
};
