import {
  ArgumentError,
  describeValue,
  type ExplainOptions,
  type Loss,
  type LossTerms,
  lossTerms,
  lossValue,
  type TensorTree,
  type WeightOptions,
  within,
} from '@neurite/core';
import { addN, concat, mul, reshape, type Scalar, Tensor, tidy } from '@tensorflow/tfjs-core';

type AnyLoss = Loss<never, never, never>;

/** A loss, or a loss and how much it counts among the others. */
export type LossPart = AnyLoss | readonly [factor: number, loss: AnyLoss];

/** Losses by the names of outputs, or in a list. */
export type LossParts = Readonly<Record<string, LossPart>> | readonly LossPart[];

type LossOf<Part> = Part extends readonly [number, infer L] ? L : Part;
type PredictionsOf<L> = L extends (predictions: infer P, ...rest: never[]) => unknown ? P : never;
type TargetsOf<L> = L extends (predictions: never, targets: infer T, ...rest: never[]) => unknown ? T : never;

/** A loss over a record or list. Weights are one tensor for all parts, or one for each; those left out are 1 each. */
export type WeightedLoss<Parts extends LossParts> = Required<Pick<PartsLoss<Parts>, 'terms' | 'explain'>> &
  PartsLoss<Parts>;

type PartsLoss<Parts extends LossParts> = Loss<
  { readonly [Name in keyof Parts]: PredictionsOf<LossOf<Parts[Name]>> },
  { readonly [Name in keyof Parts]: TargetsOf<LossOf<Parts[Name]>> },
  Tensor | { readonly [Name in keyof Parts]?: TensorTree | undefined }
>;

/** A part as it is called: types have been checked where it was given. */
type Part = { readonly name: string; readonly factor: number; readonly loss: Loss<unknown, unknown, unknown> };

/**
 * The sum of the losses of several outputs, each times a factor: `Σ factorₖ · lossₖ`, where `lossₖ` is the mean over the
 * samples that have weight for it.
 *
 * @param parts a loss, or a factor and a loss, for each output: by name, or in a list
 * @returns a loss over records (or lists) of predictions and targets. What has no loss among them is left alone
 * @throws ArgumentError when there is none, or a factor is not finite; the loss: when an output or a target is missing
 * @example
 * const loss = weighted({ digit: softmaxCrossEntropy, box: [0.5, huber] });
 * const predictions = { digit: tensor2d([[2, 0]]), box: tensor2d([[1, 2, 3, 4]]) };
 * const targets = { digit: tensor1d([0], 'int32'), box: tensor2d([[1, 2, 3, 5]]) };
 * const value = loss(predictions, targets, { weights: { box: tensor1d([0]) } }); // that of the digit alone
 */
export function weighted<const Parts extends LossParts>(parts: Parts): WeightedLoss<Parts> {
  const known = Object.entries(parts ?? {}).map(([name, part]) => toPart(name, part as LossPart)); // by name or index
  if (known.length === 0) {
    throw new ArgumentError({ where: WHERE, argument: 'parts', expected: 'hold at least one loss', received: 'none' });
  }
  type Value = Readonly<Record<string, unknown>>;
  type Options = WeightOptions<unknown>;
  const each = <R>(
    predictions: Value,
    targets: Value,
    { weights }: Options,
    f: (part: Part, batch: { predictions: unknown; targets: unknown; weights: unknown }) => R,
  ): R[] => {
    if (weights !== undefined) checkNames(weights as object, known);
    return known.map((part) => {
      const batch = {
        predictions: fieldOf('predictions', predictions, part.name),
        targets: fieldOf('targets', targets, part.name),
        weights: weights instanceof Tensor ? weights : (weights as Value | undefined)?.[part.name],
      };
      return within(`\`${part.name}\` of ${WHERE}`, () => f(part, batch));
    });
  };
  const terms = (predictions: Value, targets: Value, options: Options = {}): LossTerms =>
    tidy(() => {
      const found = each(predictions, targets, options, ({ loss, factor }, batch) => {
        const { total, weight } = lossTerms('lossTerms', loss, batch);
        return { total: reshape(mul(total, factor), [-1]), weight: reshape(weight, [-1]) };
      });
      return { total: concat(found.map(({ total }) => total)), weight: concat(found.map(({ weight }) => weight)) };
    });
  const call = (predictions: Value, targets: Value, options: Options = {}): Scalar =>
    tidy(() => {
      if (options.weights !== undefined) return lossValue(terms(predictions, targets, options));
      return addN(
        each(predictions, targets, {}, ({ loss, factor }, batch) =>
          mul(loss(batch.predictions, batch.targets), factor),
        ),
      );
    });
  const explain = async (
    predictions: Value,
    targets: Value,
    { argument, ...options }: Options & ExplainOptions = {},
  ): Promise<string | undefined> => {
    const found = each(predictions, targets, options, async ({ name, loss }, { predictions, targets, weights }) => {
      const reason = await loss.explain?.(predictions, targets, {
        weights,
        argument: argument && `${argument}.${name}`,
      });
      return reason && `\`${name}\`: ${reason}`;
    });
    return (await Promise.all(found)).find((reason) => reason !== undefined);
  };
  return Object.assign(call, { terms, explain }) as unknown as WeightedLoss<Parts>; // of these parts
}

const WHERE = 'weighted';

function toPart(name: string, part: LossPart): Part {
  const [factor, loss] = Array.isArray(part) ? part : [1, part];
  if (!Number.isFinite(factor) || typeof loss !== 'function') {
    throw new ArgumentError({
      where: WHERE,
      argument: name,
      expected: 'be a loss, or a finite number and a loss',
      received: describeValue(part),
    });
  }
  return { name, factor, loss: loss as Part['loss'] }; // what it takes was checked by its type
}

function fieldOf(argument: string, value: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!(value instanceof Tensor) && value[name] !== undefined) return value[name];
  throw new ArgumentError({
    where: WHERE,
    argument,
    expected: `have \`${name}\``,
    received: value instanceof Tensor ? 'one tensor' : `{ ${Object.keys(value).join(', ')} }`,
  });
}

/** A misspelt name would weigh nothing in silence. */
function checkNames(weights: object, parts: readonly Part[]): void {
  if (weights instanceof Tensor) return;
  const unknown = Object.keys(weights).filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length === 0) return;
  throw new ArgumentError({
    where: WHERE,
    argument: 'weights',
    expected: `be a tensor, or have the names ${parts.map(({ name }) => `\`${name}\``).join(', ')}`,
    received: unknown.map((name) => `\`${name}\``).join(', '),
  });
}
