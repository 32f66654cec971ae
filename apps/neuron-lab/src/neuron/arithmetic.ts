import { format, inner } from '../ui/format.js';
import type { Answers } from './answers.js';
import type { DescentStep } from './descent.js';
import { CHOSEN_LOSSES } from './losses.js';
import type { LossName, OptimizerName } from './neuron-state.js';
import { CHOSEN_OPTIMIZERS } from './optimizers.js';
import type { Point } from './points.js';

/** One line of a calculation. */
export type Line = { readonly name: string; readonly formula: string; readonly numbers: string };

/** The arithmetic of a step, line by line, with its numbers. */
export function arithmetic(
  step: DescentStep,
  {
    said,
    points,
    chosen,
    ...names
  }: {
    said: Answers;
    points: readonly Point[];
    chosen: number;
    loss: LossName;
    optimizer: OptimizerName;
    rate: number;
  },
): readonly Line[] {
  const { x, y } = points[chosen]!;
  const squashed = names.loss === 'sigmoidCrossEntropy';
  const plain = names.optimizer === 'sgd';
  const place = `point ${chosen + 1}: x = ${format(x)}, y = ${format(y)}`;
  const losses = said.losses;
  const sum =
    losses.length <= 4
      ? losses.map(inner).join(' + ')
      : `${inner(losses[0]!)} + ${inner(losses[1]!)} + … + ${inner(losses.at(-1)!)}`;
  const written = `${format(step.w)} · ${inner(x)} + ${inner(step.b)} = ${format(said.z[chosen]!)}`;
  const update = (old: number, gradient: number, next: number): string =>
    plain
      ? `${format(old)} − ${format(names.rate)} · ${inner(gradient)} = ${format(next)}`
      : `${format(old)} ${next >= old ? '+' : '−'} ${format(Math.abs(next - old))} = ${format(next)}`;
  return [
    {
      name: `Prediction (${place})`,
      formula: squashed ? 'ŷ = σ(z), z = w · x + b' : 'ŷ = z = w · x + b',
      numbers: squashed ? `${written}, σ → ${format(said.predictions[chosen]!)}` : written,
    },
    {
      name: `Loss of point ${chosen + 1}`,
      formula: CHOSEN_LOSSES[names.loss].formula,
      numbers: format(losses[chosen]!),
    },
    {
      name: `Loss: the mean over ${points.length} ${points.length === 1 ? 'point' : 'points'}`,
      formula: 'L = Σ losses / n',
      numbers: `(${sum}) / ${points.length} = ${format(step.loss)}`,
    },
    { name: 'How L changes with w', formula: '∂L/∂w', numbers: format(step.gradientW) },
    { name: 'How L changes with b', formula: '∂L/∂b', numbers: format(step.gradientB) },
    {
      name: 'New w',
      formula: plain ? 'w − rate · ∂L/∂w' : CHOSEN_OPTIMIZERS[names.optimizer].rule,
      numbers: update(step.w, step.gradientW, step.nextW),
    },
    {
      name: 'New b',
      formula: plain ? 'b − rate · ∂L/∂b' : 'the same with ∂L/∂b',
      numbers: update(step.b, step.gradientB, step.nextB),
    },
  ];
}
