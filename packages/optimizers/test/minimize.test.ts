import { ArgumentError, freeze, Module, NumericError, Parameter, ShapeError } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import {
  add,
  log,
  matMul,
  mean,
  mul,
  type Scalar,
  scalar,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { minimize } from '../src/index.js';

type Case = {
  readonly name: string;
  readonly evaluations: number;
  readonly value: number;
  readonly weights: [never, never];
};
type Problem = Readonly<Record<'kernel' | 'inputs' | 'targets' | 'labels', number[][]>> & { readonly bias: number[] };

const { problem, cases } = fixture<{ cases: Case[]; problem: Problem }>('optimizers/minimize');

/** Two parameters, and a buffer that each pass changes. */
class Pair extends Module<never, unknown> {
  readonly a: Parameter;
  readonly b: Parameter;
  readonly passes: Parameter = new Parameter(scalar(0), { buffer: true });

  constructor(a: Tensor, b: Tensor) {
    super();
    this.a = new Parameter(a);
    this.b = new Parameter(b);
  }

  override forward(x: never): unknown {
    return x;
  }
}

const layer = (): Pair => new Pair(tensor2d(problem.kernel), tensor1d(problem.bias));
const affine = ({ a, b }: Pair): Tensor => add(matMul(tensor2d(problem.inputs), a.value as Tensor2D), b.value); // made as 2-d

const losses: Readonly<Record<string, readonly [() => Pair, (pair: Pair) => Scalar]>> = {
  rosenbrock: [
    () => new Pair(scalar(-1), scalar(1)),
    ({ a, b }) => add(square(sub(1, a.value)), mul(square(sub(b.value, square(a.value))), 100)),
  ],
  regression: [layer, (pair) => mean(square(sub(affine(pair), tensor2d(problem.targets))))],
  logistic: [
    layer,
    (pair) => {
      const logits = affine(pair);
      const entropy = mean<Scalar>(sub(softplus(logits), mul(logits, tensor2d(problem.labels))));
      return add(entropy, mul(sum(square(pair.a.value)), 0.01));
    },
  ],
};

onEachBackend(() => {
  describe('minimize', () => {
    it.each(cases)('finds the minimum of PyTorch: $name', async ({ name, evaluations, value, weights }) => {
      const [make, loss] = losses[name]!;
      using pair = make();
      const found = await minimize(() => tidy(() => loss(pair)), pair);
      expect(found.value).toBeCloseTo(value, 5);
      expect(found.evaluations).toBeLessThanOrEqual(1.5 * evaluations);
      expect(found.reason).not.toBe('iterations');
      // float32 tells losses apart to 1e-7, and weights to the root of that.
      await expectClose(pair.a.value, weights[0], { absolute: 1e-3 });
      await expectClose(pair.b.value, weights[1], { absolute: 1e-3 });
    });

    it('leaves nothing behind, also where the loss throws, and buffers as they were', async () => {
      await expectNoLeak(async () => {
        using pair = layer();
        await minimize(
          () => {
            pair.passes.assign(tidy(() => add(pair.passes.value, 1)));
            return tidy(() => losses.regression![1](pair));
          },
          pair,
          { maxIterations: 3 },
        );
        expect((await pair.passes.value.data())[0]).toBe(0);
      });
      await expectNoLeak(async () => {
        using pair = layer();
        await expectError(
          () => minimize(() => affine(pair) as Scalar, pair),
          ShapeError,
          'valueAndGradients (minimize): `f` must return a scalar; received a tensor of shape [6, 2].',
        );
      });
    });

    it('leaves frozen parameters as they are, and stops after as many iterations as it may', async () => {
      using pair = layer();
      freeze(pair, 'b');
      const { iterations, reason } = await minimize(() => tidy(() => losses.regression![1](pair)), pair, {
        maxIterations: 2,
      });
      expect([iterations, reason]).toEqual([2, 'iterations']);
      await expectClose(pair.b.value, problem.bias, {});
    });

    it('says what is wrong', async () => {
      using pair = layer();
      freeze(pair);
      await expectError(
        () => minimize(() => scalar(0), pair),
        ArgumentError,
        'minimize: `model` must have a parameter that training may change; received none.',
      );
      using other = new Pair(scalar(-1), scalar(1));
      await expectError(
        () => minimize(() => tidy(() => add<Scalar>(log(other.a.value), other.b.value)), other),
        NumericError,
        'minimizeAsync (minimize): the value or the gradient at the first point is not finite. Start where the function is defined.',
      );
      await expectError(
        () => minimize(() => scalar(0), other, { steps: 3 } as never),
        ArgumentError,
        'minimize: `options` must be among `maxIterations`, `memory`, `gradientTolerance`, `valueTolerance`; received `steps`.',
      );
    });
  });
});
