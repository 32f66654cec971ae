/**
 * The natural cubic spline through points at equal distances, the first at 0 and the last at 1.
 *
 * @param values at least 2
 * @see Press et al., "Numerical Recipes", 3rd edition, 3.3
 */
export function naturalSpline(values: readonly number[]): (x: number) => number {
  const last = values.length - 1;
  // Second derivatives, 0 at both ends: the tridiagonal system of (1, 4, 1), eliminated and then solved backwards.
  const second = new Float64Array(values.length);
  const above = new Float64Array(values.length);
  for (let i = 1; i < last; i++) {
    const pivot = 4 - above[i - 1]!;
    above[i] = 1 / pivot;
    second[i] = (6 * (values[i - 1]! - 2 * values[i]! + values[i + 1]!) - second[i - 1]!) / pivot;
  }
  for (let i = last - 1; i > 0; i--) second[i]! -= above[i]! * second[i + 1]!;
  return (x) => {
    const at = Math.min(Math.max(x, 0), 1) * last;
    const i = Math.min(Math.floor(at), last - 1);
    const b = at - i;
    const a = 1 - b;
    return a * values[i]! + b * values[i + 1]! + ((a ** 3 - a) * second[i]! + (b ** 3 - b) * second[i + 1]!) / 6;
  };
}
