import { ArgumentError, build, heNormal } from '@neurite/core';
import { answersWithout, expectError } from '@neurite/testing';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as layers from '../src/index.js';
import {
  beamSearch,
  bidirectional,
  dense,
  generate,
  inputs,
  lambda,
  lstmCell,
  masked,
  parallel,
  recurrent,
  relu,
  residual,
  sequential,
  stacked,
  timeDistributed,
  transformerDecoderBlock,
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
  [
    'a name that is none',
    () => lambda((x: Tensor): Tensor => x, { name: null as never }),
    'lambda: `name` must be a text that is not empty; received null.',
  ],
  [
    'heads of a decoder that do not divide, before it knows its input',
    () => transformerDecoderBlock({ heads: 4, keyValueHeads: 3 }),
    'multiHeadAttention: `keyValueHeads` must divide the 4 heads; received 3.',
  ],
  [
    'an end that is no id',
    () => generate(undefined as never, [[1]], { length: 3, end: null as never }),
    'generate: `end` must be an integer of at least 0; received null.',
  ],
  [
    'an end that is no id, of beams',
    () => beamSearch(undefined as never, [1], { beams: 2, length: 3, end: 0.5 }),
    'beamSearch: `end` must be an integer of at least 0; received 0.5.',
  ],
  [
    'a callback that is none',
    () => generate(undefined as never, [[1]], { length: 3, onStep: true as never }),
    'generate: `onStep` must be a function; received true.',
  ],
])('refuses %s', async (_, make, sentence) => {
  expect(await expectError(make, ArgumentError, sentence)).toBeDefined();
});

it('every layer says in a sentence what is missing', async () => {
  expect(await answersWithout(layers)).toEqual([]);
});
