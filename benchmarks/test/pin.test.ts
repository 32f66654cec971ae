import { expect, it } from 'vitest';
import { parseCores } from '../src/pin.js';

it('reads the list of cores that taskset prints', () => {
  expect(parseCores(' 0,2-4\n')).toEqual([0, 2, 3, 4]);
  expect(parseCores('7')).toEqual([7]);
});
