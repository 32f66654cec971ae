import { RandomStream, registerGradients } from '@neurite/core';
import { grads, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { assert } from 'vitest';
import { position } from './expect-close.js';
import { isThorough } from './is-thorough.js';

/** How gradients are compared. */
export type GradientCheckOptions = {
  /** The step of the differences, relative to max(1, |x|). Default 1e-2. */
  readonly step?: number;
  /** The error allowed, relative to the largest gradient of the same input. Default 1e-2. */
  readonly relative?: number;
  /** The error allowed in any case. Default 1e-3. */
  readonly absolute?: number;
  /** How many elements of each input are checked, chosen by a fixed seed. Default 16; 100 in the check `properties`. */
  readonly elements?: number;
};

/**
 * Compares the gradient of `f` with central differences: that of Σ f(inputs) · w, w fixed random weights, with respect
 * to each float32 input.
 *
 * The sum is taken in float64, and two step sizes are extrapolated (Richardson), so that float32 is no hindrance. Keep
 * the inputs away from kinks (relu at 0, ties of a maximum) by more than the step.
 *
 * @param f deterministic; called four times for each element
 * @param inputs owned by the caller; those that are not float32 are passed on and not differentiated by
 * @throws AssertionError that names the worst input and index, both gradients, and the error
 * @example
 * await checkGradients((x) => square(x), [tensor1d([1, -2])]);
 */
export async function checkGradients(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { step = 1e-2, relative = 1e-2, absolute = 1e-3, elements = isThorough ? 100 : 16 }: GradientCheckOptions = {},
): Promise<void> {
  registerGradients();
  const random = RandomStream.fromSeed(20_260);
  const output = tidy(() => f(...inputs));
  const weights = random.uniforms(output.size, 0.5, 1.5).map((weight) => (random.uniform() < 0.5 ? -weight : weight));
  const differentiated = inputs.flatMap((input, i) => (input.dtype === 'float32' ? [i] : []));
  const analytic = tidy(() => {
    const by = (...floats: Tensor[]): Tensor =>
      f(...inputs.map((input, i) => floats[differentiated.indexOf(i)] ?? input));
    const chosen = differentiated.map((i) => inputs[i]!);
    return grads(by)(chosen, tensor(weights, output.shape, 'float32'));
  });
  output.dispose();

  /** Σ f · w in float64, with input `which` replaced by `values`. */
  const loss = async (which: number, values: Float32Array): Promise<number> => {
    const y = tidy(() => {
      const changed = tensor(values, inputs[which]!.shape, 'float32');
      return f(...inputs.map((input, i) => (i === which ? changed : input)));
    });
    const data = await y.data();
    y.dispose();
    return weights.reduce((total, weight, i) => total + weight * data[i]!, 0);
  };

  for (const [k, which] of differentiated.entries()) {
    const gradient = await analytic[k]!.data();
    const at = Float32Array.from(await inputs[which]!.data());
    if (String(analytic[k]!.shape) !== String(inputs[which]!.shape)) {
      assert.fail(`the gradient of input ${which} has shape [${analytic[k]!.shape}], not [${inputs[which]!.shape}]`);
    }
    const difference = async (index: number, h: number): Promise<number> => {
      const [above, below] = [at.slice(), at.slice()];
      above[index]! += h;
      below[index]! -= h;
      return ((await loss(which, above)) - (await loss(which, below))) / (above[index]! - below[index]!);
    };
    const chosen = at.length <= elements ? at.keys() : random.permutation(at.length).slice(0, elements);
    const found: { index: number; expected: number; error: number; kink: number }[] = [];
    for (const index of chosen) {
      const h = step * Math.max(1, Math.abs(at[index]!));
      const [wide, narrow] = [await difference(index, h), await difference(index, h / 2)];
      const expected = (4 * narrow - wide) / 3;
      found.push({ index, expected, error: Math.abs(gradient[index]! - expected), kink: Math.abs(narrow - wide) });
    }
    const scale = found.reduce((most, { expected }) => Math.max(most, Math.abs(expected)), 0);
    const allowed = absolute + relative * scale;
    // `!(error <= allowed)` also catches NaN.
    const wrong = found.filter(({ error }) => !(error <= allowed));
    if (wrong.length > 0) {
      const worst = wrong.reduce((most, here) => (here.error > most.error || Number.isNaN(here.error) ? here : most));
      analytic.forEach((one) => void one.dispose());
      assert.fail(
        `the gradient of input ${which} is wrong at ${wrong.length} of ${found.length} elements; worst at ` +
          `[${position(worst.index, inputs[which]!.shape).join(', ')}]: gradient ${gradient[worst.index]}, ` +
          `differences ${worst.expected}, error ${worst.error.toPrecision(3)}, allowed ${allowed.toPrecision(3)}` +
          (worst.kink > allowed ? ` (the two step sizes differ by ${worst.kink.toPrecision(3)}: a kink nearby?)` : ''),
      );
    }
  }
  for (const one of analytic) one.dispose();
}
