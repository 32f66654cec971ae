import { einsum, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const sizes: Readonly<Record<string, number>> = { a: 3, b: 2, c: 5, d: 4, e: 1, f: 7 };

describe('einsum', () => {
  it.each([
    // A product as it is, with either factor transposed, and with the result transposed.
    'abc,cde->abde',
    'abde,cde->abc',
    'abde,abc->cde',
    'ab,cb->ca',
    'ba,bc->ca',
    // Batches, and axes that do not lie together.
    'abc,acd->abd',
    'bac,cad->abd',
    'acbd,adbf->abcf',
    'abcd,cdb->a',
    'abc,abc->',
    'abc,abc->a',
    'abc,c->ab',
    'a,ab->b',
    // No product of matrices.
    'ab,bc->ac',
    'a,b->ab',
    'abc,ab->abc',
    'abc,bd->bd',
    'abc->ca',
  ])('%s', async (equation) => {
    const terms = equation.split('->')[0]!.split(',');
    const inputs = terms.map((letters, i) =>
      randomPlain(
        [...letters].map((letter) => sizes[letter]!),
        i + 1,
      ),
    );
    await expectSameAsCpu((...xs) => einsum(equation, ...(xs as Tensor[])), inputs, 1e-5);
  });
});
