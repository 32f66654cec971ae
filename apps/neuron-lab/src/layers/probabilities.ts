import { build, inference, valueAndGradients } from '@neurite/core';
import { softmax } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { dispose, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { LayersState } from './layers-state.js';

/** What the softmax makes of logits, and what the loss says to it. */
export type Probabilities = {
  readonly shares: readonly number[];
  /** The cross entropy: −log of the share of the right class. */
  readonly loss: number;
  /** How the loss changes with each logit (over the temperature): share − truth. */
  readonly gradient: readonly number[];
};

export async function probabilities({
  logits,
  temperature,
  truth,
}: Pick<LayersState, 'logits' | 'temperature' | 'truth'>): Promise<Probabilities> {
  using layer = build(softmax(), { input: [logits.length] });
  const scaled = tensor2d([logits.map((logit) => logit / temperature)]);
  const label = tensor1d([truth], 'int32');
  const shares = layer.forward(scaled, inference());
  const { value, gradients } = valueAndGradients(() => softmaxCrossEntropy(scaled, label), { scaled });
  const [said, lost, changes] = await Promise.all([shares.data(), value.data(), gradients.scaled.data()]);
  dispose([scaled, label, shares, value, gradients.scaled]);
  return { shares: Array.from(said), loss: lost[0]!, gradient: Array.from(changes) };
}
