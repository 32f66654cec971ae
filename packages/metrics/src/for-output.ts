import { ArgumentError, type Metric } from '@neurite/core';
import { Tensor } from '@tensorflow/tfjs-core';

/** Values by the names of outputs. */
type Outputs<Name extends string, Value> = { readonly [N in Name]: Value };

/** Weights by the names of outputs; those that are left out are 1 each. */
type OutputWeights = Readonly<Record<string, unknown>>;

/** A metric of one of several outputs. */
export type OutputMetric<Name extends string, Value, Predictions, Targets> = Metric<
  Value,
  Outputs<Name, Predictions>,
  Outputs<Name, Targets>,
  Tensor | OutputWeights
>;

/**
 * A metric of one output of a model that has several.
 *
 * @param name of the output in predictions and targets. Weights are those of this name, or one tensor for all outputs
 * @returns a metric over records; `statistics` throws ArgumentError when the output is missing
 * @example
 * const metrics = { accuracy: forOutput('digit', accuracy), error: forOutput('box', meanAbsoluteError) };
 */
export function forOutput<const Name extends string, Value, Predictions, Targets, Weights>(
  name: Name,
  metric: Metric<Value, Predictions, Targets, Weights>,
): OutputMetric<Name, Value, Predictions, Targets> {
  return {
    ...metric,
    statistics: (predictions, targets, { weights } = {}) =>
      metric.statistics(outputOf(name, 'predictions', predictions), outputOf(name, 'targets', targets), {
        // One tensor weighs every output.
        weights: (weights instanceof Tensor ? weights : weights?.[name]) as Weights | undefined, // as its own loss takes them
      }),
  };
}

function outputOf<Name extends string, Value>(name: Name, argument: string, outputs: Outputs<Name, Value>): Value {
  if (!(outputs instanceof Tensor) && outputs[name] !== undefined) return outputs[name];
  throw new ArgumentError({
    where: 'forOutput',
    argument,
    expected: `have \`${name}\``,
    received: outputs instanceof Tensor ? 'one tensor' : `{ ${Object.keys(outputs).join(', ')} }`,
  });
}
