import type { Derivative } from './derivatives.js';
import type { Kind } from './draw.js';
import { indexAt, type Nd } from './nd.js';
import type { Case, OperationSpec } from './operation-spec.js';

/** What an engine returned. */
export type Numbers = {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  readonly dtype: string;
};

/** Something wrong: for inputs of which kind, and in words. */
export type Finding = {
  readonly kind: Kind;
  readonly text: string;
  readonly threw?: boolean;
  /** It is about memory: the numbers are right. */
  readonly leak?: boolean;
};

/** The error allowed, relative to the right value. */
const VALUE = 1e-5;
const GRADIENT = 1e-3;
/** Smaller numbers are denormal: they may count as 0. */
const SMALLEST = 2e-38;

/** The first output that is not what the reference says. */
export function findDifference({
  spec,
  one,
  kind,
  expected,
  actual,
}: {
  readonly spec: OperationSpec;
  readonly one: Case;
  readonly kind: Kind;
  readonly expected: readonly Nd[];
  readonly actual: readonly Numbers[];
}): Finding | undefined {
  if (actual.length !== expected.length) return { kind, text: `gives ${actual.length} outputs for ${expected.length}` };
  for (const [k, { shape, data, dtype }] of expected.entries()) {
    const got = actual[k]!;
    if (String(got.shape) !== String(shape)) return { kind, text: `has shape [${got.shape}] for [${shape}]` };
    if (got.dtype !== dtype) return { kind, text: `is ${got.dtype} for ${dtype}` };
    const relativeTo = spec.elementwise === true && kind !== 'plain' ? 0 : magnitude(data, kind !== 'plain');
    for (let i = 0; i < data.length; i++) {
      const [right, answer] = [dtype === 'float32' ? Math.fround(data[i]!) : data[i]!, got.data[i]!];
      const allowed = dtype === 'float32' ? VALUE * Math.max(Math.abs(right), relativeTo) + SMALLEST : 0;
      if (isClose(answer, right, allowed)) continue;
      const where =
        spec.elementwise === true ? elements(one.inputs, i, shape) : `${shapes(one.inputs)} at [${indexAt(i, shape)}]`;
      return { kind, text: `${where}: ${both(answer, right)}` };
    }
  }
  return undefined;
}

/** The first gradient that is not the derivative. */
export function findWrongGradient({
  kind,
  at,
  actual,
  derivatives,
}: {
  readonly kind: Kind;
  readonly at: readonly Nd[];
  readonly actual: readonly Numbers[];
  readonly derivatives: readonly (readonly Derivative[])[];
}): Finding | undefined {
  for (const [k, row] of derivatives.entries()) {
    const [got, { shape }] = [actual[k]!, at[k]!];
    if (String(got.shape) !== String(shape)) return { kind, text: `has shape [${got.shape}] for [${shape}]` };
    // Where the function jumps or is NaN, there is no derivative to compare with.
    const steep = (derivative: number): boolean => !(Math.abs(derivative) < 1e3);
    const known = row.filter(({ left, right }) => !steep(left) && !steep(right));
    const mean = magnitude(
      known.map(({ middle }) => middle),
      false,
    );
    for (const { i, left, right, middle } of row) {
      if (steep(left) || steep(right)) continue;
      const allowed = GRADIENT * Math.max(Math.abs(middle), mean) + 1e-6;
      const answer = got.data[i]!;
      // At a kink any derivative between is right, and where several meet in one sum there are many.
      const kink = Math.abs(left - right) > allowed;
      if (kink ? Number.isFinite(answer) : Math.abs(answer - middle) <= allowed) continue;
      return {
        kind,
        text: `${shapes(at)} by input ${k} at [${indexAt(i, shape)}]: ${both(answer, middle)}`,
      };
    }
  }
  return undefined;
}

function isClose(answer: number, right: number, allowed: number): boolean {
  if (Object.is(answer, right) || answer === right) return true;
  return Number.isFinite(right) && Math.abs(answer - right) <= allowed;
}

/** The mean of the finite numbers without their signs, or the largest of them. */
function magnitude(data: ArrayLike<number>, largest: boolean): number {
  const finite = Array.from(data, Math.abs).filter(Number.isFinite);
  if (finite.length === 0) return 0;
  return largest ? Math.max(...finite) : finite.reduce((total, value) => total + value, 0) / finite.length;
}

/** The elements that one output depends on. */
function elements(inputs: readonly Nd[], i: number, shape: readonly number[]): string {
  const index = indexAt(i, shape);
  return `(${inputs
    .map((x) => {
      const skipped = index.length - x.shape.length;
      const own = x.shape.map((size, axis) => (size === 1 ? 0 : index[axis + skipped]!));
      return short(x.data[own.reduce((offset, own, axis) => offset * x.shape[axis]! + own, 0)]!);
    })
    .join(', ')})`;
}

function shapes(inputs: readonly Nd[]): string {
  return inputs.map(({ shape }) => `[${shape}]`).join(' ');
}

/** The engine's answer, and the right one. */
function both(answer: number, right: number): string {
  const [first, second] = [short(answer), short(right)];
  if (first !== second) return `${first} for ${second}`;
  return `${first}, ${(Math.abs(answer / right - 1) * 100).toPrecision(1)} % off`;
}

/** Few enough digits to be the same on every machine. */
function short(value: number): string {
  if (Object.is(value, -0)) return '−0';
  if (!Number.isFinite(value)) return String(value).replace('-', '−');
  const rounded = String(Number(value.toPrecision(3)));
  return rounded.replace('-', '−').replace('e-', 'e−');
}
