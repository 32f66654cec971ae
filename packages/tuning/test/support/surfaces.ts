import { type FloatDimension, float, type RunningTrial, type Values } from '../../src/index.js';

/** Branin's function: three minima of 0.397887. */
export const braninSpace: Readonly<Record<'x' | 'y', FloatDimension>> = { x: float(-5, 10), y: float(0, 15) };
export function branin({ values: { x, y } }: Pick<RunningTrial<typeof braninSpace>, 'values'>): number {
  const curve = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
  return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

/** A valley along a curve: the minimum is 0 at ones. */
export const valleySpace: Readonly<Record<'a' | 'b' | 'c', FloatDimension>> = {
  a: float(-2, 2),
  b: float(-2, 2),
  c: float(-2, 2),
};
export function valley({ values: { a, b, c } }: { values: Values<typeof valleySpace> }): number {
  return 100 * (b - a * a) ** 2 + (1 - a) ** 2 + 100 * (c - b * b) ** 2 + (1 - b) ** 2;
}
