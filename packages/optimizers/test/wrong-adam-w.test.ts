import { fixture } from '@neurite/testing';
import { describe, expect, it } from 'vitest';

// The fixture must tell a wrong AdamW from a right one, else the parity test would prove little.

type Trajectory = readonly { readonly step: number; readonly kernel: number[][] }[];
type Fixture = {
  readonly problem: { readonly kernel: number[][]; readonly kernelGradients: number[][][] };
  readonly cases: readonly {
    readonly problem: string;
    readonly links: readonly (readonly [string, object])[];
    readonly trajectory: Trajectory;
  }[];
};

type Mistake = 'none' | 'L2 instead of decoupled' | 'no bias correction' | 'epsilon inside the root' | 'no decay';

const { problem, cases } = fixture<Fixture>('optimizers/optimizers');
const links = JSON.stringify([['adamW', { learningRate: 0.03, weightDecay: 0.2 }]]);
const { trajectory } = cases.find((one) => one.problem === 'fixed' && JSON.stringify(one.links) === links)!;

/** One weight through the fixed gradients, in float64. */
function run(mistake: Mistake, row: number, column: number): number[] {
  const [learningRate, decay, beta1, beta2, epsilon] = [0.03, 0.2, 0.9, 0.999, 1e-8];
  let [weight, first, second] = [problem.kernel[row]![column]!, 0, 0];
  return problem.kernelGradients.map((gradients, step) => {
    const plain = gradients[row]![column]!;
    const gradient = mistake === 'L2 instead of decoupled' ? plain + decay * weight : plain;
    first = beta1 * first + (1 - beta1) * gradient;
    second = beta2 * second + (1 - beta2) * gradient ** 2;
    const corrected = mistake !== 'no bias correction';
    const mean = corrected ? first / (1 - beta1 ** (step + 1)) : first;
    const square = corrected ? second / (1 - beta2 ** (step + 1)) : second;
    const root = mistake === 'epsilon inside the root' ? Math.sqrt(square + epsilon) : Math.sqrt(square) + epsilon;
    const decoupled = mistake === 'L2 instead of decoupled' || mistake === 'no decay' ? 0 : decay * weight;
    weight -= learningRate * (mean / root + decoupled);
    return weight;
  });
}

/** The largest error relative to what the parity test allows. */
function excess(mistake: Mistake): number {
  let worst = 0;
  for (const [row, weights] of problem.kernel.entries()) {
    for (const column of weights.keys()) {
      const weightAt = run(mistake, row, column);
      for (const { step, kernel } of trajectory) {
        const expected = kernel[row]![column]!;
        worst = Math.max(worst, Math.abs(weightAt[step]! - expected) / (1e-5 + 1e-5 * Math.abs(expected)));
      }
    }
  }
  return worst;
}

describe('the AdamW fixture', () => {
  it('agrees with AdamW in float64', () => {
    expect(excess('none')).toBeLessThan(1);
  });

  it.each<Mistake>(['L2 instead of decoupled', 'no bias correction', 'epsilon inside the root', 'no decay'])(
    'fails an AdamW with %s',
    (mistake) => {
      expect(excess(mistake)).toBeGreaterThan(100);
    },
  );
});
