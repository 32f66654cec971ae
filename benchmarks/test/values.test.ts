import { expect, it } from 'vitest';
import { channelsFirst } from '../src/networks/channels-first.js';
import { batchValues, firstValues, permuted } from '../src/networks/values.js';

it('gives the numbers that torch_peer.py gives', () => {
  // What its `batch(4)` and `kernel([2, 2], 0)` say.
  expect([...batchValues([4])]).toEqual([0, 0.317598819732666, 0.1912347674369812, 0.5232040882110596]);
  const [[, , kernel]] = [...firstValues([['kernel', [2, 2]]])] as [[string, readonly number[], Float32Array]];
  expect([...kernel]).toEqual([-1.0526269674301147, 0.36640825867652893, -0.017262132838368416, -0.10713843256235123]);
});

it('starts biases at 0, scales at 1, and counts kernels alone', () => {
  const values = [
    ...firstValues([
      ['a', [2, 2]],
      ['bias', [2]],
      ['norm.scale', [1]],
      ['b', [2, 2]],
    ]),
  ];
  expect(values.map(([name, , each]) => [name, each.length])).toEqual([
    ['a', 4],
    ['bias', 2],
    ['norm.scale', 1],
    ['b', 4],
  ]);
  expect([...values[1]![2], ...values[2]![2]]).toEqual([0, 0, 1]);
  expect(values[3]![2]).toEqual(
    [
      ...firstValues([
        ['x', [1, 1]],
        ['b', [2, 2]],
      ]),
    ][1]![2],
  );
});

it('exchanges axes', () => {
  expect([...permuted(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6]);
  const kernel = channelsFirst('cnn').find(({ name }) => name === 'k2')!;
  expect(kernel.shape).toEqual([64, 32, 3, 3]);
});
