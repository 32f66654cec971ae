import { RandomStream } from '@neurite/core';
import { add, addN, engine, grads, memory, mul, type Scalar, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import {
  type Derivative,
  differentiated,
  firstDerivatives,
  outputsOf,
  secondDerivatives,
  type Weights,
  weightsFor,
} from './derivatives.js';
import { Draw, type Kind } from './draw.js';
import { type Finding, findDifference, findWrongGradient, type Numbers } from './findings.js';
import type { Nd } from './nd.js';
import type { Case, OperationSpec } from './operation-spec.js';
import { call, gradientsOf, outputsWith, toTensor } from './run-case.js';

/** The outcome of one check of an operation. */
export type Mark = 'right' | 'except' | 'wrong' | 'throws' | 'none';

/** The mark, and the first mistake for each kind of inputs. */
export type Answer = { readonly mark: Mark; readonly findings?: readonly Finding[] };

/** A row of the table on one engine. */
export type OpResult = { readonly value: Answer; readonly gradient: Answer; readonly second: Answer };

/** How many plain calls are drawn; the kinds with special inputs are drawn once. */
export type Thoroughness = {
  readonly value: number;
  readonly gradient: number;
  readonly second: number;
  /** Whether gradients are taken of axes of size 1 too: for engines that compile a program for each shape. */
  readonly allShapes: boolean;
  /**
   * By how many elements of an input the reference of a plain call is differentiated; of more, some from all over. Of special
   * inputs, of which one element may be the special one, it is by up to 24.
   */
  readonly elements: number;
};

/** A case, with what does not depend on the engine. */
type Prepared = {
  readonly one: Case;
  readonly expected: readonly Nd[];
  readonly weights: Weights;
  first?: readonly (readonly Derivative[])[];
  second?: readonly (readonly Derivative[])[];
};
type Check = (prepared: Prepared, kind: Kind) => Promise<Finding | undefined>;

const valueKinds: readonly Kind[] = ['one', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'];
const gradientKinds: readonly Kind[] = ['zero', 'tied'];
const SPECIAL_ELEMENTS = 24;
const notThere: Answer = { mark: 'none' };
/** References take longer than engines, and are the same for all. */
const preparations = new Map<string, Prepared>();

/** Runs an operation on the running engine, on inputs of all kinds with elements, and compares it with its reference. */
export async function checkOp(spec: OperationSpec, runs: Thoroughness): Promise<OpResult> {
  const one: readonly Kind[] = runs.allShapes ? ['one'] : [];
  return check(spec, runs, { value: valueKinds, gradient: [...one, ...gradientKinds], second: one });
}

/** The same for tensors without elements; separate, because webgpu is wrong about other operations after them. */
export async function checkEmpty(spec: OperationSpec): Promise<OpResult> {
  const none: Thoroughness = { value: 0, gradient: 0, second: 0, allShapes: false, elements: 1 };
  return check(spec, none, { value: ['none'], gradient: ['none'], second: [] });
}

/** The findings of both. */
export function together(a: OpResult, b: OpResult): OpResult {
  const both = (of: keyof OpResult): Answer => {
    if (a[of].mark === 'none') return a[of];
    return answerOf([...(a[of].findings ?? []), ...(b[of].findings ?? [])]);
  };
  return { value: both('value'), gradient: both('gradient'), second: both('second') };
}

type Kinds = Readonly<Record<keyof OpResult, readonly Kind[]>>;

async function check(spec: OperationSpec, runs: Thoroughness, kinds: Kinds): Promise<OpResult> {
  const over = async (plain: number, special: readonly Kind[], compare: Check): Promise<Answer> => {
    const findings: Finding[] = [];
    const kinds = spec.calls === 1 ? [] : special.filter((kind) => spec.without?.includes(kind) !== true);
    const calls = plain === 0 ? 0 : (spec.calls ?? plain);
    const draws = [
      ...Array.from({ length: calls }, (_, seed) => ({ kind: 'plain' as Kind, seed })),
      ...kinds.flatMap((kind) => Array.from({ length: variants(spec, kind) }, (_, empty) => ({ kind, empty }))),
    ];
    for (const { kind, ...which } of draws) {
      // One mistake for each kind says enough.
      if (findings.some((found) => found.kind === kind && found.leak !== true)) continue;
      const finding = await guarded(kind, () => compare(prepare(spec, kind, which), kind));
      if (finding !== undefined) findings.push(finding);
      // An operation that is wrong for plain inputs is wrong.
      if (finding?.kind === 'plain' && finding.leak !== true) break;
    }
    return answerOf(findings);
  };
  const value = await over(runs.value, kinds.value, (prepared, kind) => checkValue(spec, prepared, kind));
  if (spec.derivatives === 'none') return { value, gradient: notThere, second: notThere };
  const elementsOf = (kind: Kind): number => (kind === 'plain' ? runs.elements : SPECIAL_ELEMENTS);
  const gradient = await over(runs.gradient, kinds.gradient, (one, kind) => checkGradient(one, kind, elementsOf(kind)));
  const second = await over(runs.second, kinds.second, (one, kind) => checkSecond(one, kind, elementsOf(kind)));
  return { value, gradient, second };
}

/** How many draws a special kind has: one for each axis that may have size 0. */
function variants(spec: OperationSpec, kind: Kind): number {
  if (kind !== 'none') return 1;
  const draw = new Draw(RandomStream.fromSeed(0).child(spec.name), kind, spec);
  spec.draw(draw);
  return Math.max(1, draw.sizes);
}

function prepare(
  spec: OperationSpec,
  kind: Kind,
  { seed = 0, empty = 0 }: { readonly seed?: number; readonly empty?: number },
): Prepared {
  const key = `${spec.name} ${kind} ${seed} ${empty}`;
  const known = preparations.get(key);
  if (known !== undefined) return known;
  const draw = new Draw(RandomStream.fromSeed(seed).child(spec.name), kind, { elementwise: spec.elementwise, empty });
  const one = spec.draw(draw);
  const random = RandomStream.fromSeed(5);
  const expected = outputsOf(one, one.inputs);
  const prepared: Prepared = { one, expected, weights: weightsFor(one, () => random.uniform()) };
  preparations.set(key, prepared);
  return prepared;
}

function answerOf(all: readonly Finding[]): Answer {
  // A leak does not depend on the values, so the first one says enough.
  const firstLeak = all.findIndex(({ leak }) => leak === true);
  const findings = all.filter(({ leak }, i) => leak !== true || i === firstLeak);
  if (findings.length === 0) return { mark: 'right' };
  const first = findings.find(({ leak }) => leak !== true);
  if (first === undefined) return { mark: 'except', findings };
  return { mark: first.kind !== 'plain' ? 'except' : first.threw ? 'throws' : 'wrong', findings };
}

/** Runs a check in a scope of its own, and looks for data that it leaves in the engine. */
async function guarded(kind: Kind, check: () => Promise<Finding | undefined>): Promise<Finding | undefined> {
  const before = memory().numDataBuffers;
  // Not tidied, because promises leave a tidy before their tensors are there.
  engine().startScope();
  let finding: Finding | undefined;
  try {
    finding = await check();
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    // The beginning says enough, and the rest differs from shape to shape.
    finding = { kind, threw: true, text: `throws “${/^.{0,56}\b/.exec(line!)![0].trim()} …”` };
  } finally {
    engine().endScope();
  }
  const left = memory().numDataBuffers - before;
  if (finding !== undefined || left === 0) return finding;
  return { kind, leak: true, text: `leaves ${left} ${left === 1 ? 'tensor' : 'tensors'} in memory` };
}

async function checkValue(spec: OperationSpec, { one, expected }: Prepared, kind: Kind): Promise<Finding | undefined> {
  const answer = call(one)(...one.inputs.map(toTensor));
  const outputs = [answer instanceof Promise ? await answer : answer].flat() as Tensor[]; // one or several
  return findDifference({ spec, one, kind, expected, actual: await Promise.all(outputs.map(numbersOf)) });
}

async function checkGradient(prepared: Prepared, kind: Kind, elements: number): Promise<Finding | undefined> {
  const { one, weights } = prepared;
  const inputs = one.inputs.map(toTensor);
  const chosen = differentiated(one.inputs);
  const gradients = gradientsOf(one, inputs, weights);
  const actual = await Promise.all(gradients.map(numbersOf));
  prepared.first ??= firstDerivatives(one, weights, elements);
  return findWrongGradient({ kind, at: chosen.map((i) => one.inputs[i]!), actual, derivatives: prepared.first });
}

async function checkSecond(prepared: Prepared, kind: Kind, elements: number): Promise<Finding | undefined> {
  const { one, weights } = prepared;
  const inputs = one.inputs.map(toTensor);
  const chosen = differentiated(one.inputs);
  const curved = (...xs: Tensor[]): Scalar =>
    sumOf([
      ...outputsWith(one, inputs, xs).map((y, k) =>
        sum(mul(add(y, mul(square(y), 0.5)), toTensor(weights.outputs[k]!))),
      ),
      ...xs.map((x) => mul(sum(square(x)), 0.5)),
    ]);
  const first = (...xs: Tensor[]): Scalar =>
    sumOf(grads(curved)(xs).map((gradient, i) => sum(mul(gradient, toTensor(weights.directions[i]!)))));
  const gradients = grads(first)(chosen.map((i) => inputs[i]!));
  const actual = await Promise.all(gradients.map(numbersOf));
  prepared.second ??= secondDerivatives(one, weights, elements);
  return findWrongGradient({ kind, at: chosen.map((i) => one.inputs[i]!), actual, derivatives: prepared.second });
}

function sumOf(terms: readonly Tensor[]): Scalar {
  return (terms.length === 1 ? terms[0]! : addN([...terms])) as Scalar; // of scalars
}

async function numbersOf(x: Tensor): Promise<Numbers> {
  return { shape: x.shape, data: await x.data(), dtype: x.dtype };
}
