import { type Callback, type NamedTensors, resolveOptions } from '@neurite/core';
import { square, stack, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { checkEvery, type EverySteps } from '../internal/run-events.js';

/** Which norms are told, and how often. */
export type NormMonitorOptions = {
  /** After every how many steps: an integer of at least 1. Default 50. */
  readonly every?: EverySteps;
  /** Whether those of each parameter are told too. Default false. */
  readonly perParameter?: boolean;
};

/**
 * Logs Euclidean norms: `gradientNorm` of the whole gradient, as the optimizer gets it; `weightNorm` of the trained parameters
 * before the step; `updateRatio`, the norm of the change over that of the weights, which is about 1e-3 in a healthy training. With
 * `perParameter` also `gradientNorm/<path>` and so on. They are a part of the step; a step of one's own returns its
 * gradients for them.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [normMonitor({ every: { steps: 100 }, perParameter: true }), jsonLinesLogger('runs/digits/events.jsonl')];
 */
export function normMonitor(options: NormMonitorOptions = {}): Callback {
  const name = 'normMonitor';
  const { every, perParameter } = resolveOptions(name, options, { every: { steps: 50 }, perParameter: false });
  checkEvery(name, every);
  let paths: readonly string[] = [];
  return {
    name,
    inspect: ({ gradients, parameters, updated, step }): NamedTensors => {
      if (step % every.steps !== 0) return {};
      paths = Object.keys(parameters);
      const squares = (of: (path: string) => Tensor): Tensor => stack(paths.map((path) => sum(square(of(path)))));
      return {
        gradientNorm: squares((path) => gradients[path]!),
        weightNorm: squares((path) => parameters[path]!),
        updateNorm: squares((path) => sub(updated[path]!, parameters[path]!)),
      };
    },
    stepEnd: (run, { inspected }) => {
      const { gradientNorm, weightNorm, updateNorm } = inspected[name] ?? {};
      if (gradientNorm === undefined || weightNorm === undefined || updateNorm === undefined) return;
      const norms = (of: (squares: ArrayLike<number>) => number, at: string): [string, number][] => {
        const [gradient, weight, update] = [gradientNorm, weightNorm, updateNorm].map(({ data }) =>
          Math.sqrt(of(data)),
        );
        return [
          [`gradientNorm${at}`, gradient!],
          [`weightNorm${at}`, weight!],
          [`updateRatio${at}`, weight === 0 ? 0 : update! / weight!],
        ];
      };
      const whole = norms((squares) => Array.from(squares).reduce((all, one) => all + one, 0), '');
      const single = perParameter ? paths.flatMap((path, i) => norms((squares) => squares[i]!, `/${path}`)) : [];
      run.log({ type: 'scalars', values: Object.fromEntries([...whole, ...single]) });
    },
  };
}
