import { useWeb } from '@neurite/backend-web';
import { registerGradients } from '@neurite/core';
import { env } from '@tensorflow/tfjs-core';
import type { Thoroughness } from './check-op.js';
import { type BrowserEngine, type Column, checkPart, type Part, specs } from './columns.js';
import { countBoth } from './dispatches.js';

declare global {
  /** What tests use within a page. */
  var conformance: {
    /** Turns an engine on and checks the named operations on it. */
    readonly checkNamed: (
      engine: BrowserEngine,
      part: Part,
      names: readonly string[],
      runs: Thoroughness,
    ) => Promise<Column>;
    /** Turns an engine on and counts the dispatches of the named operations on it. */
    readonly countNamed: (
      engine: BrowserEngine,
      names: readonly string[],
    ) => Promise<Readonly<Record<string, Awaited<ReturnType<typeof countBoth>>>>>;
  };
}

async function turnOn(engine: BrowserEngine): Promise<void> {
  registerGradients();
  const report = await useWeb({ prefer: engine });
  if (report.engine !== engine) throw new RangeError(String(report));
  // tfjs would compute small tensors in JavaScript, and the shaders of large ones would stay unchecked.
  env().set(engine === 'webgl' ? 'WEBGL_CPU_FORWARD' : 'WEBGPU_CPU_FORWARD', false);
}

globalThis.conformance = {
  checkNamed: async (engine, part, names, runs) => {
    await turnOn(engine);
    return checkPart(
      part,
      specs.filter(({ name }) => names.includes(name)),
      runs,
    );
  },
  countNamed: async (engine, names) => {
    await turnOn(engine);
    const counts: Record<string, Awaited<ReturnType<typeof countBoth>>> = {};
    for (const name of names) counts[name] = await countBoth(specs.find((spec) => spec.name === name)!);
    return counts;
  },
};
