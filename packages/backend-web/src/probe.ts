import { type EngineState, engineLine, probeEngine } from '@neurite/webgpu-kernels/probe-engine';
import { type EngineName, engineOrder } from './engine-name.js';
import { AFTER_LOSS, candidates } from './internal/candidates.js';

/** What is known about an engine without turning it on. */
export type EngineProbe = EngineState<EngineName>;

/** The engines that would work here. */
export type WebProbe = {
  /** The engine that `useWeb` would try first. */
  readonly best: EngineName;
  /** All engines, in the order in which they are tried. */
  readonly engines: readonly EngineProbe[];
  /** One line for each engine. */
  toString(): string;
};

/**
 * Says what `useWeb` would find here, what is missing, and what mends it. It turns nothing on, registers nothing with
 * tfjs-core, and leaves no GPU context behind.
 *
 * @example
 * const { best, engines } = await probe();
 */
export async function probe(): Promise<WebProbe> {
  const probes = await Promise.all(
    engineOrder.map((name) => probeEngine(candidates[name], { settings: {}, afterLoss: AFTER_LOSS })),
  );
  return {
    best: probes.find(({ available, software }) => available && !software)?.engine ?? 'cpu',
    engines: probes,
    toString: () => probes.map(engineLine).join('\n'),
  };
}
