import { type EngineState, engineLine, probeEngine } from '@neurite/webgpu-kernels/probe-engine';
import { type EngineName, engineNames } from './engine-name.js';
import { AFTER_LOSS, candidates } from './internal/candidates.js';

/** What is known about an engine without turning it on. */
export type EngineProbe = EngineState<EngineName>;

/** The engines that would work here. */
export type NodeGpuProbe = {
  /** The engine that `useNodeGpu` would try first. */
  readonly best: EngineName;
  /** All engines; `tensorflow-cpu`, the last one, is tried only where it is preferred. */
  readonly engines: readonly EngineProbe[];
  /** One line for each engine. */
  toString(): string;
};

/**
 * Says what `useNodeGpu` would find here, what is missing, and what mends it. It turns nothing on, registers nothing with
 * tfjs-core, and does not load TensorFlow; `npx @neurite/backend-node-gpu doctor` says more.
 *
 * @example
 * const { best, engines } = await probe();
 */
export async function probe(): Promise<NodeGpuProbe> {
  const settings = { device: undefined, wasm: {} };
  const engines = await Promise.all(
    engineNames.map((name) => probeEngine(candidates[name], { settings, afterLoss: AFTER_LOSS })),
  );
  const works = ({ engine, available, software }: EngineProbe): boolean =>
    available && !software && engine !== 'tensorflow-cpu';
  return {
    best: engines.find(works)?.engine ?? 'wasm',
    engines,
    toString: () => engines.map(engineLine).join('\n'),
  };
}
