import { type FloatDimension, float, type RunningTrial } from '../../src/index.js';

/** Branin's function: three minima of 0.397887. */
export const braninSpace: Readonly<Record<'x' | 'y', FloatDimension>> = { x: float(-5, 10), y: float(0, 15) };
export function branin({ values: { x, y } }: Pick<RunningTrial<typeof braninSpace>, 'values'>): number {
  const curve = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
  return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

/** A long ellipse across the axes: the minimum is 0 at a = c = 0.7, b = −0.3. */
export const ellipseSpace: Readonly<Record<'a' | 'b' | 'c', FloatDimension>> = {
  a: float(-2, 2),
  b: float(-2, 2),
  c: float(-2, 2),
};
export function ellipse({ values: { a, b, c } }: Pick<RunningTrial<typeof ellipseSpace>, 'values'>): number {
  return (a + b - 0.4) ** 2 + 100 * (a - b - 1) ** 2 + 1000 * (c - a) ** 2;
}
