import {
  ArgumentError,
  checkKind,
  type FittedTransformer,
  type Json,
  type Transformer,
  type TransformerOptions,
} from '@neurite/core';
import type { ColumnTransformer, FittedColumn, Learner } from './column.js';
import { fitBy } from './internal/learn.js';
import { saveAs } from './internal/number-column.js';
import { FIELDS, readSaved } from './internal/saved.js';

const NAME = 'chain';

/** A transformation that gives one value for each. */
type Step<Value, Between> = Transformer<Value, ArrayLike<Value>, ArrayLike<Between>>;

/**
 * One transformation after another, as one: the second learns from what the first gives. It keeps all values while it
 * learns; what the second is told, weights and targets, belongs to the same rows.
 *
 * @param first gives one value for each; `impute` with an indicator does not: put it last
 * @returns a transformer that has an inverse where both have
 * @throws ArgumentError when one of them is no transformer, or `first` gives several numbers for each value
 * @example
 * const fitted = chain(imputeCategories(), oneHot()).fit(['cat', 'dog', 'dog', null]);
 * console.log(fitted.transform([null])); // 0, 1
 */
export function chain<Value, Between>(
  first: Step<Value, Between>,
  second: ColumnTransformer<Between>,
): ColumnTransformer<Value> {
  checkKind(NAME, 'first', first, { be: 'a transformer', member: 'fit' });
  checkKind(NAME, 'second', second, { be: 'a transformer of a column', member: 'start' });
  const start: ColumnTransformer<Value>['start'] = (options): Learner<Value, FittedColumn<Value>> => {
    const values: Value[] = [];
    const weights: number[] = [];
    const rows: number[] = [];
    return {
      add(value, weight, row) {
        values.push(value);
        weights.push(weight);
        rows.push(row);
      },
      end() {
        const targets = options.targets === undefined ? undefined : rows.map((row) => options.targets![row]!);
        const learn = { weights, targets, seed: options.seed ?? 0 };
        const fittedFirst = first.fit(values, learn);
        return fitted(fittedFirst, second.fit(between(fittedFirst, values), learn));
      },
    };
  };
  const { fitTransform } = second;
  return {
    name: NAME,
    start,
    fit: fitBy(`${NAME}.fit`, start),
    ...(fitTransform && {
      fitTransform(values: ArrayLike<Value>, options: TransformerOptions) {
        const fittedFirst = first.fit(Array.from(values), options);
        const last = fitTransform(between(fittedFirst, values), options);
        return { fitted: fitted(fittedFirst, last.fitted), transformed: last.transformed };
      },
    }),
    restore(json: Json) {
      const saved = readSaved(NAME, json, { first: FIELDS.json, second: FIELDS.json });
      return fitted(first.restore(saved.first!), second.restore(saved.second!));
    },
  };
}

/** What the first step gives the second. */
function between<Value, Between>(
  first: FittedTransformer<ArrayLike<Value>, ArrayLike<Between>>,
  values: ArrayLike<Value>,
): Between[] {
  const result = Array.from(first.transform(values));
  if (result.length === values.length) return result;
  throw new ArgumentError({
    where: NAME,
    argument: 'first',
    expected: 'give one value for each',
    received: `${first.name}, which gave ${result.length} for ${values.length}`,
    advice: 'A transformation to several columns can only be the last',
  });
}

function fitted<Value, Between>(
  first: FittedTransformer<ArrayLike<Value>, ArrayLike<Between>>,
  second: FittedColumn<Between>,
): FittedColumn<Value> {
  const whole: FittedColumn<Value> = {
    name: NAME,
    outputs: second.outputs,
    transform: (values) => second.transform(first.transform(values)),
    toJSON: () => saveAs(NAME, { first: first.toJSON(), second: second.toJSON() }),
  };
  if (first.invert === undefined || second.invert === undefined) return whole;
  return { ...whole, invert: (values) => first.invert!(second.invert!(values)) };
}
