import { ArgumentError, ShapeError } from '@neurite/core';
import {
  add,
  clone,
  customGrad,
  getBackend,
  mul,
  square,
  type Tensor,
  tensor,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends, checkGradients, expectClose, expectError, expectNoLeak, onEachBackend } from '../src/index.js';

onEachBackend((backend) => {
  it('turns the backend on', () => {
    expect(backends).toContain(backend);
    expect(getBackend()).toBe(backend);
  });
});

describe('expectClose', () => {
  it('takes tensors, nested arrays, typed arrays and numbers', async () => {
    await expectClose(tensor2d([[1, 2]]), [[1, 2]]);
    await expectClose(tensor2d([[1, 2]]), Float32Array.of(1, 2));
    await expectClose(Float32Array.of(1, 2), tensor1d([1, 2]));
    await expectClose(1 + 1e-7, 1);
    await expectClose(Number.NaN, Number.NaN);
    await expectClose(tensor([], [0, 3]), tensor([], [0, 3]));
  });
  it('names the worst index, both values and the error', async () => {
    await expect(
      expectClose(
        tensor2d([
          [1, 2],
          [3, 4.5],
        ]),
        [
          [1, 2.1],
          [3, 4],
        ],
      ),
    ).rejects.toThrow(
      '2 of 4 values are not close; worst at [1, 1]: actual 4.5, expected 4, error 0.500, allowed 0.0000410',
    );
  });
  it('is red on NaN, on infinity and on another shape', async () => {
    await expect(expectClose(Number.NaN, 1)).rejects.toThrow('actual NaN, expected 1');
    await expect(expectClose(1, Number.NaN)).rejects.toThrow('actual 1, expected NaN');
    await expect(expectClose(1e30, Number.POSITIVE_INFINITY)).rejects.toThrow('expected Infinity');
    await expect(expectClose(tensor2d([[1, 2]]), [1, 2])).rejects.toThrow(
      'shapes differ: actual is [1, 2], expected [2]',
    );
    await expect(expectClose(Float32Array.of(1), [1, 2])).rejects.toThrow('sizes differ');
  });
});

describe('checkGradients', () => {
  const wrong = customGrad((x) => {
    const input = x as Tensor;
    return { value: square(input), gradFunc: (dy) => mul(dy as Tensor, mul(input, 1.9)) };
  });
  const right = customGrad((x) => {
    const input = x as Tensor;
    return { value: square(input), gradFunc: (dy) => mul(dy as Tensor, mul(input, 2)) };
  });
  it('is green on a right gradient', () => checkGradients((x) => right(x!), [tensor1d([1, -2, 3, 400])]));
  it('is red on a wrong one', async () => {
    await expect(checkGradients((x) => wrong(x!), [tensor1d([1, -2])])).rejects.toThrow(
      'the gradient of input 0 is wrong at 2 of 2 elements; worst at [1]',
    );
  });
  it('leaves no tensors', async () => {
    const x = tensor1d([1, -2]);
    await expectNoLeak(() => checkGradients((y) => right(y!), [x]));
    await expectNoLeak(() => checkGradients((y) => wrong(y!), [x]).catch(() => {}));
  });
});

describe('expectNoLeak', () => {
  it('is green when all that was made is returned', async () => {
    await expectNoLeak(() => ({ a: add(1, 2), list: [add(1, 2)] }));
  });
  it('is red when something stays', async () => {
    await expect(expectNoLeak(() => void add(1, 2))).rejects.toThrow('left');
  });
  it('is red when an input is returned', async () => {
    const x = clone(tensor1d([1]));
    await expect(expectNoLeak(() => x)).rejects.toThrow('that it did not make');
  });
});

describe('expectError', () => {
  const throws = (): never => {
    throw new ArgumentError({ where: 'f', argument: 'x', expected: 'be 1', received: '2' });
  };
  it('compares class and text', async () => {
    await expectError(throws, ArgumentError, 'f: `x` must be 1; received 2.');
    await expect(expectError(throws, ShapeError, 'f: `x` must be 1; received 2.')).rejects.toThrow();
    await expect(expectError(throws, ArgumentError, 'f: `x` must be 1.')).rejects.toThrow();
    await expect(expectError(() => 1, ArgumentError, '')).rejects.toThrow('nothing was thrown');
  });
});
