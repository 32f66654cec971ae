// A layer, a loss and a metric of your own. They are as good as those of the packages: nothing is registered anywhere.
import { useWasm } from '@neurite/backend-wasm';
import {
  type AnyRank,
  build,
  type Context,
  defineAnyRank,
  type Metric,
  Module,
  Parameter,
  tensorInput,
} from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, sequential } from '@neurite/layers';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import {
  abs,
  add,
  lessEqual,
  log,
  mean,
  mul,
  ones,
  type Scalar,
  sigmoid,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

await useWasm();

/** x · sigmoid(steepness · x), with a steepness that is learned. */
class Swish<T extends Tensor> extends Module<T, T> {
  readonly steepness = new Parameter(ones([1]));
  override forward(x: T, _context: Context): T {
    return tidy(() => mul(x, sigmoid(mul(x, this.steepness.value)))) as T; // the shape of x
  }
}
const swish = (): AnyRank =>
  defineAnyRank('swish', [], { outputSpec: (input) => tensorInput('swish', input), build: () => new Swish() });

/** Robust against outliers: the logarithm of 1 + the distance. */
const logDistance = (predictions: Tensor, targets: Tensor): Scalar =>
  tidy(() => mean(log(add(abs(sub(predictions, targets)), 1))));

/** The share of predictions within 0.1 of the truth. Statistics add up over batches of any size. */
const closeEnough: Metric = {
  name: 'closeEnough',
  statistics: (predictions, targets) => ({
    close: tidy(() => sum(lessEqual(abs(sub(predictions, targets)), 0.1))),
    all: tidy(() => sum(ones(targets.shape))),
  }),
  value: ({ close, all }) => close![0]! / all![0]!,
};

const x = Array.from({ length: 200 }, (_, i) => [i / 50 - 2]);
const data = fromArrays({ x, y: x.map(([value]) => [value! ** 2]) });
using model = build(sequential(dense(16), swish(), dense(1)), { input: [1], seed: 3 });
const history = await fit(model, data.shuffle().batch(20), {
  epochs: 60,
  loss: logDistance,
  metrics: { closeEnough },
  optimizer: adam({ learningRate: 0.02 }),
  seed: 3,
});
const { loss, metrics } = history.epochs.at(-1)!;
console.log(`loss ${loss.toFixed(3)}, close enough ${(100 * metrics.closeEnough).toFixed(0)} %`);
