import { type NamedTensors, type Optimizer, type Schedule, valueAndGradients } from '@neurite/core';
import { mul, scalar, square, sub, tidy } from '@tensorflow/tfjs-core';
import { assert } from 'vitest';
import { type Check, when } from '../check.js';
import { release } from '../expect-no-leak.js';
import {
  goals,
  inputAt,
  leap,
  nearStart,
  network,
  networkLoss,
  type Point,
  start,
  valuesOf,
  walk,
} from '../internal/optimizer-problem.js';
import { isThorough } from '../is-thorough.js';

type Rates = {
  readonly learningRate: number;
  /** Undefined where it does not go down the valley. */
  readonly valleyRate: number | undefined;
  readonly closeness: number;
  readonly falls: boolean;
  readonly relative: boolean;
};

/** So many steps in a row near the goal end a walk, where the weights that it moves are those that are evaluated. */
const LONG_ENOUGH = isThorough ? Number.POSITIVE_INFINITY : 25;

/** The checks that an optimizer finds minima. */
export function convergenceChecks(
  make: (learningRate: number | Schedule) => Optimizer,
  { falls, relative, closeness, ...rates }: Rates,
): Check[] {
  const optimizerOf = (rate: number, steps: number): Optimizer =>
    make(falls ? (step) => rate * (1 - step / steps) : rate);
  return [
    {
      name: 'finds the bottom of a quadratic',
      run: async () => {
        const optimizer = optimizerOf(rates.learningRate, 200);
        const parameters = relative ? nearStart() : start();
        const found = await valuesOf(
          evaluated(optimizer, walk(optimizer, { parameters, state: optimizer.init(parameters) }, { to: 200 })),
        );
        const wanted = await valuesOf(goals());
        for (const [name, values] of Object.entries(wanted)) {
          values.forEach((value, i) => void assert.closeTo(found[name]![i]!, value, closeness, `${name} at ${i}`));
        }
      },
    },
    ...when(rates.valleyRate !== undefined, {
      name: "goes down Rosenbrock's valley",
      once: true,
      run: async () => {
        const optimizer = optimizerOf(rates.valleyRate!, 2000);
        const height = ([x, y]: readonly number[]): number => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
        // The gradient of `height`.
        const gradientsAt = ({ x, y }: NamedTensors): NamedTensors =>
          tidy(() => {
            const above = mul(sub(y!, square(x!)), 200);
            return { x: sub(mul(sub(x!, 1), 2), mul(mul(above, x!), 2)), y: above };
          });
        const stays = optimizer.evaluationParameters === undefined;
        const first = relative ? { x: scalar(0.2), y: scalar(1.2) } : { x: scalar(-1), y: scalar(1) };
        let at: Point = { parameters: first, state: optimizer.init(first) };
        for (let [step, low] = [0, 0]; step < 2000 && low < LONG_ENOUGH; step++) {
          const [x, y] = (await Promise.all([at.parameters.x!.data(), at.parameters.y!.data()])).map(
            ([value]) => value!,
          );
          low = stays && height([x!, y!]) < 0.5 ? low + 1 : 0;
          const above = 200 * (y! - x! * x!);
          // On the host, because 2000 steps of operations on scalars take long.
          const gradients = { x: scalar(2 * (x! - 1) - 2 * above * x!), y: scalar(above) };
          const evaluate = (there: NamedTensors) => ({ loss: scalar(0), gradients: gradientsAt(there) });
          const next = leap(optimizer, gradients, { ...inputAt(step, at), evaluate });
          release([gradients, at]);
          at = next;
        }
        const { x, y } = await valuesOf(evaluated(optimizer, at));
        // From 4 or more at the start; only along the bottom of the valley can it come so low.
        assert.isBelow(height([x![0]!, y![0]!]), 0.5, `at ${x}, ${y}`);
      },
    }),
    {
      name: 'teaches a small network a function that is not linear',
      once: true,
      run: async () => {
        const optimizer = optimizerOf(rates.learningRate, 200);
        const stays = optimizer.evaluationParameters === undefined;
        const first = network();
        let at: Point = { parameters: first, state: optimizer.init(first) };
        const before = (await networkLoss(at.parameters).data())[0]!;
        for (let [step, low] = [0, 0]; step < 200 && low < LONG_ENOUGH; step++) {
          const { value, gradients } = valueAndGradients(() => networkLoss(at.parameters), at.parameters);
          low = stays && (await value.data())[0]! < before / 8 ? low + 1 : 0;
          const evaluate = (there: NamedTensors) => {
            const { value: loss, gradients: others } = valueAndGradients(() => networkLoss(there), there);
            return { loss, gradients: others };
          };
          const next = leap(optimizer, gradients, { ...inputAt(step, at), loss: value, evaluate });
          release([gradients, at]);
          at = next;
        }
        const after = (await networkLoss(evaluated(optimizer, at)).data())[0]!;
        // No linear function does better than the first loss.
        assert.isBelow(after, before / 4, 'the loss after 200 steps');
      },
    },
  ];
}

/** The weights that an optimizer would have the model evaluate with. */
function evaluated(optimizer: Optimizer, { parameters, state }: Point): NamedTensors {
  return optimizer.evaluationParameters?.(state, parameters) ?? parameters;
}
