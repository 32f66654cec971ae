import { testOptimizer } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import * as exported from '../src/index.js';
import { linkRows } from './support/link-rows.js';
import { optimizerRows } from './support/optimizer-rows.js';

const rows = [...optimizerRows, ...linkRows];

describe('every optimizer', () => {
  for (const conformance of rows) testOptimizer(conformance);

  it('has a row', () => {
    const names = rows.map(({ name }) => name).join(' ');
    // `minimize` is no optimizer of `fit`.
    const others =
      /Decay$|^(minimize|perParameter|constant|cosineRestarts|inverseSquareRoot|on|one|piecewise|triangular|warmup)/;
    const makers = Object.keys(exported).filter((name) => !others.test(name));
    expect(makers.filter((name) => !names.includes(name))).toEqual([]);
  });
});
