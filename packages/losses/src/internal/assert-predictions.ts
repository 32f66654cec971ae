import { ArgumentError, describeValue } from '@neurite/core';
import { Tensor } from '@tensorflow/tfjs-core';

/** @throws ArgumentError when there are none, as in `loss(predictions)` */
export function assertTargets(where: string, argument: string, targets: unknown): void {
  if (typeof targets === 'object' && targets !== null) return;
  throw new ArgumentError({ where, argument, expected: 'be a tensor', received: describeValue(targets) });
}

/**
 * @param fields the names of predictions that are a record; default: they are a tensor
 * @throws ArgumentError when one is missing, and for a loss that is called where it is to be handed over:
 *   `loss: huber({ delta: 2 })`
 */
export function assertPredictions(
  where: string,
  argument: string,
  predictions: unknown,
  fields: readonly string[] | undefined,
): void {
  if (fields === undefined && predictions instanceof Tensor) return;
  const found = typeof predictions === 'object' && predictions !== null ? predictions : {};
  const missing = fields?.find((name) => !((found as Readonly<Record<string, unknown>>)[name] instanceof Tensor));
  if (fields !== undefined && missing === undefined) return;
  throw new ArgumentError({
    where,
    argument,
    expected:
      fields === undefined ? 'be a tensor' : `have the tensors ${fields.map((name) => `\`${name}\``).join(', ')}`,
    received: describeValue(predictions),
    advice:
      predictions === undefined
        ? `To train with it, write \`loss: ${where}\`, not \`loss: ${where}()\``
        : `To train with options, write \`loss: ${where}.with({ … })\``,
  });
}
