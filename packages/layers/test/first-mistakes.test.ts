import { ArgumentError, build, heNormal } from '@neurite/core';
import { answersWithout, expectError } from '@neurite/testing';
import { expect, it } from 'vitest';
import * as layers from '../src/index.js';
import {
  bidirectional,
  dense,
  inputs,
  lstmCell,
  masked,
  parallel,
  recurrent,
  relu,
  residual,
  sequential,
  stacked,
  timeDistributed,
} from '../src/index.js';

/** What types refuse: the function that makes a layer. */
const uncalled = relu as unknown as ReturnType<typeof dense>;

it.each<[string, string, () => unknown]>([
  ['sequential', 'layers.1', () => sequential(dense(4), uncalled)],
  ['residual', 'inner', () => residual(uncalled)],
  ['timeDistributed', 'inner', () => timeDistributed(uncalled)],
  ['masked', 'network', () => masked(uncalled)],
  ['parallel', 'branches.b', () => parallel({ a: dense(4), b: uncalled })],
  ['inputs', 'branches.b', () => inputs({ a: dense(4), b: uncalled })],
  ['bidirectional', 'layer', () => bidirectional(uncalled as never)],
  ['recurrent', 'cell', () => recurrent(uncalled as never)],
  ['stacked', 'cells.1', () => stacked(lstmCell(4), uncalled as never)],
])('%s says that a layer is to be called', async (where, argument, make) => {
  const sentence = `${where}: \`${argument}\` must be a blueprint; received the function relu. Call it first: relu(), not relu.`;
  expect(await expectError(make, ArgumentError, sentence)).toBeDefined();
});

it.each<[string, () => unknown, string]>([
  [
    'a flag that is a text',
    () => dense(4, { useBias: 'false' as never }),
    "dense: `useBias` must be true or false; received 'false'.",
  ],
  [
    'the name of an initializer',
    () => dense(4, { kernelInitializer: 'heNormal' as never }),
    "dense: `kernelInitializer` must be an initializer; received 'heNormal'. Import one from @neurite/core, and pass what it " +
      'returns: heNormal().',
  ],
  [
    'the function that makes an initializer',
    () => build(dense(4, { kernelInitializer: heNormal as never }), { input: [3] }),
    'Parameter: `value` must be a tensor; received the function draw. If an initializer gave it, pass what the initializer ' +
      'returns: heNormal(), not heNormal.',
  ],
])('refuses %s', async (_, make, sentence) => {
  expect(await expectError(make, ArgumentError, sentence)).toBeDefined();
});

it('every layer says in a sentence what is missing', async () => {
  expect(await answersWithout(layers)).toEqual([]);
});
