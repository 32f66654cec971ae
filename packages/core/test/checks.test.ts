import { expectError, useBackend } from '@neurite/testing';
import { tidy, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import {
  ArgumentError,
  checkBoolean,
  checkChoice,
  checkInteger,
  checkKind,
  checkNumber,
  checkOptions,
  checkSizes,
  describeValue,
  resolveOptions,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function refuses(check: () => unknown, sentence: string): Promise<unknown> {
  return expectError(check, ArgumentError, `here: \`x\` must ${sentence}.`);
}

it('checkInteger takes integers within bounds', async () => {
  for (const value of [1, 2, 3]) checkInteger('here', 'x', value, { min: 1, max: 3 });
  checkInteger('here', 'x', -5);
  await refuses(() => checkInteger('here', 'x', 0, { min: 1 }), 'be an integer of at least 1; received 0');
  await refuses(() => checkInteger('here', 'x', 4, { min: 1, max: 3 }), 'be an integer from 1 to 3; received 4');
  await refuses(() => checkInteger('here', 'x', 4, { max: 3 }), 'be an integer of at most 3; received 4');
  for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined, null]) {
    await refuses(() => checkInteger('here', 'x', value), `be an integer; received ${value}`);
  }
  await refuses(() => checkInteger('here', 'x', '1'), "be an integer; received '1'");
});

it('checkNumber takes finite numbers within bounds', async () => {
  checkNumber('here', 'x', -0.5);
  for (const value of [0, 0.999]) checkNumber('here', 'x', value, { atLeast: 0, below: 1 });
  for (const value of [0.001, 1]) checkNumber('here', 'x', value, { above: 0, atMost: 1 });
  const part = 'be a finite number of at least 0 and below 1';
  for (const value of [-0.1, 1]) {
    await refuses(() => checkNumber('here', 'x', value, { atLeast: 0, below: 1 }), `${part}; received ${value}`);
  }
  for (const value of [0, 1.5]) {
    const sentence = `be a finite number above 0 and of at most 1; received ${value}`;
    await refuses(() => checkNumber('here', 'x', value, { above: 0, atMost: 1 }), sentence);
  }
  await refuses(
    () => checkNumber('here', 'x', -1, { atLeast: 0, or: 'a schedule' }),
    'be a finite number of at least 0 or a schedule; received -1',
  );
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, true]) {
    await refuses(() => checkNumber('here', 'x', value), `be a finite number; received ${value}`);
  }
});

it('checkChoice takes one of a few strings', async () => {
  checkChoice('here', 'x', 'b', ['a', 'b', 'c']);
  await refuses(() => checkChoice('here', 'x', 'd', ['a', 'b', 'c']), "be 'a', 'b' or 'c'; received 'd'");
  await refuses(() => checkChoice('here', 'x', undefined, ['a']), "be 'a'; received undefined");
  await refuses(
    () => checkChoice('here', 'x', 'd', ['a', 'b'], { advice: 'Take another one' }),
    "be 'a' or 'b'; received 'd'. Take another one",
  );
});

it('checkKind takes objects with a member', async () => {
  const kind = { be: 'an optimizer', member: 'update' };
  checkKind('here', 'x', { update: 1 }, kind);
  function adam() {}
  await refuses(
    () => checkKind('here', 'x', adam, kind),
    'be an optimizer; received the function adam. Call it first: adam(), not adam',
  );
  await refuses(
    () => checkKind('here', 'x', () => 0, kind),
    'be an optimizer; received the function without a name. Pass what it returns',
  );
  for (const value of [undefined, null, { init: 1 }, 'adam']) {
    await refuses(() => checkKind('here', 'x', value, kind), `be an optimizer; received ${describeValue(value)}`);
  }
});

it('checkBoolean takes true and false alone', async () => {
  for (const value of [true, false]) checkBoolean('here', 'x', value);
  for (const value of ['false', 0, null, undefined, {}]) {
    await refuses(() => checkBoolean('here', 'x', value), `be true or false; received ${describeValue(value)}`);
  }
});

it('checkSizes takes one integer for all axes, or one for each', async () => {
  expect(checkSizes('here', 'x', 2, ['height', 'width'])).toEqual([2, 2]);
  expect(checkSizes('here', 'x', [2, 3], ['height', 'width'])).toEqual([2, 3]);
  expect(checkSizes('here', 'x', [0], ['length'], { min: 0 })).toEqual([0]);
  const pair = 'be an integer of at least 1, or one for each of height and width';
  for (const value of [0, [1], [1, 2, 3], [1, 0], [1, 0.5]]) {
    await refuses(
      () => checkSizes('here', 'x', value, ['height', 'width']),
      `${pair}; received ${describeValue(value)}`,
    );
  }
  await refuses(
    () => checkSizes('here', 'x', 9, ['depth', 'height', 'width'], { min: 0, max: 8 }),
    'be an integer from 0 to 8, or one for each of depth, height and width; received 9',
  );
  await refuses(() => checkSizes('here', 'x', 'wide', ['length']), "be an integer of at least 1; received 'wide'");
});

it('describeValue shows a value in a few words', () => {
  expect(['text', [1, ['a']], new Float32Array(2), { a: 1 }, null, Math.max, -0.5].map(describeValue)).toEqual([
    "'text'",
    "[1, ['a']]",
    'a Float32Array of 8 bytes',
    'an object with a',
    'null',
    'the function max',
    '-0.5',
  ]);
  expect(describeValue('a'.repeat(41))).toBe(`'${'a'.repeat(40)}…'`);
  expect(describeValue(new Array(9).fill(0))).toBe('9 elements');
  expect(describeValue({})).toBe('an empty object');
  expect(describeValue(Object.fromEntries([...'abcdefghi'].map((name) => [name, 1])))).toBe(
    'an object with a, b, c, d, e, f, g, h, …',
  );
  expect(describeValue(new Map())).toBe('a value of type Map');
  expect(describeValue(() => 0)).toBe('the function without a name');
  expect(tidy(() => describeValue(zeros([2, 3])))).toBe('a float32 tensor of shape [2, 3]');
});

it('options are known ones, with defaults', async () => {
  type Options = { readonly rate?: number; readonly name?: string };
  const options: Options = { rate: 2 };
  expect(resolveOptions('here', options, { rate: 1, name: undefined })).toEqual({ rate: 2, name: undefined });
  await expectError(
    () => checkOptions('here', { rat: 1, b: 2 }, ['rate', 'name']),
    ArgumentError,
    'here: `options` must be among `rate`, `name`; received `rat`, `b`.',
  );
  await expectError(
    () => checkOptions('here', { a: 1 }, []),
    ArgumentError,
    'here: `options` must be left out; received `a`.',
  );
  for (const [wrong, received] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['same', "'same'"],
    [[4], '[4]'],
  ] as const) {
    await expectError(
      () => checkOptions('here', wrong as unknown as object, ['rate', 'name']),
      ArgumentError,
      `here: \`options\` must be an object with \`rate\`, \`name\`; received ${received}.`,
    );
  }
});

it('an option whose default is a boolean or a function is one', async () => {
  const defaults = { useBias: true, kernelInitializer: () => 0, mask: () => true };
  type Options = Partial<Record<keyof typeof defaults, unknown>>;
  const resolve = (options: Options): unknown => resolveOptions<Options, typeof defaults>('here', options, defaults);
  expect(resolve({ useBias: undefined, mask: undefined })).toEqual(defaults);
  const advice = 'Import one from @neurite/core, and pass what it returns: heNormal()';
  for (const [options, sentence] of [
    [{ useBias: 'false' }, "`useBias` must be true or false; received 'false'."],
    [{ useBias: null }, '`useBias` must be true or false; received null.'],
    [{ kernelInitializer: 'he' }, `\`kernelInitializer\` must be an initializer; received 'he'. ${advice}.`],
    [{ mask: true }, '`mask` must be a function; received true.'],
  ] as const) {
    await expectError(() => resolve(options), ArgumentError, `here: ${sentence}`);
  }
});
