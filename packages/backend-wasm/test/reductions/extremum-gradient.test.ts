import { beforeAll, describe, it } from 'vitest';
import { expectClose, type Plain, randomPlain, runGuarded, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const of = (shape: number[], values: readonly number[]): Plain => ({ shape, values: [...values], dtype: 'float32' });

describe('the gradient of an extremum', () => {
  it.each([
    [3, 5, 7],
    [2, 9, 4],
    [1, 1, 3],
    [4, 6, 1],
    [2, 19, 1],
    [0, 3, 2],
    [2, 0, 1],
  ])('is shared by the elements that have it, of [%i, %i, %i]', async (outer, axis, inner) => {
    // Of few values, so that several have it.
    const x = randomPlain([outer, axis, inner], 1).values.map((value) => Math.round(value));
    const dy = randomPlain([outer, inner], 2);
    const column = (i: number, j: number): number[] =>
      Array.from({ length: axis }, (_, k) => x[(i * axis + k) * inner + j]!);
    const most = dy.values.map((_, at) => Math.max(...column(Math.floor(at / inner), at % inner)));
    const inputs = { dy, x: of([outer, axis, inner], x), y: of([outer, inner], most) };
    const [dx] = await runGuarded('ExtremumGrad', inputs);
    const expected = x.map((value, at) => {
      const [i, j] = [Math.floor(at / (axis * inner)), at % inner];
      const best = most[i * inner + j]!;
      return value === best ? dy.values[i * inner + j]! / column(i, j).filter((each) => each === best).length : 0;
    });
    expectClose(dx!.values, expected, 1e-6);
  });

  it('is NaN where the extremum is, and takes infinities', async () => {
    const { NaN: none, POSITIVE_INFINITY: infinite } = Number;
    const inputs = {
      dy: of([1, 3], [1, 2, 3]),
      x: of([1, 2, 3], [none, infinite, -infinite, 1, infinite, -infinite]),
      y: of([1, 3], [none, infinite, -infinite]),
    };
    const [dx] = await runGuarded('ExtremumGrad', inputs);
    expectClose(dx!.values, [none, 1, 1.5, none, 1, 1.5], 0);
  });
});
