import type { Thoroughness } from './check-op.js';
import { type BrowserEngine, type Column, checkPart, type Part, specs } from './columns.js';
import { countBoth } from './dispatches.js';
import { turnOn } from './turn-on-in-page.js';

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
