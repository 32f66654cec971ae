import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import type {} from '../src/page.js';
import { program } from './support/page-program.js';

/** Operations whose outputs have elements where an input has none, and those that tfjs's own kernels refuse. */
const names = [
  'add',
  'concat',
  'conv2d',
  'einsum',
  'fused.matMul',
  'fusedLayerNorm',
  'gather, in batches',
  'logSumExp',
  'matMul',
  'mean',
  'min',
  'pad',
  'scatterND',
  'softmax',
  'sum',
  'tensorScatterUpdate',
  'topk',
  'unsortedSegmentSum',
];

const none = { value: 0, gradient: 0, second: 0, allShapes: false, elements: 1 };

describeInPage('tensors without elements', program, (open) => {
  it('are computed with on webgpu, whichever axis has size 0', async (context) => {
    const page = await open(context);
    const given = ['webgpu', 'empty', names, none] as const;
    const column = await page.evaluate((all) => globalThis.conformance.checkNamed(...all), given);
    expect(Object.keys(column).sort()).toEqual(names);
    const findings = Object.entries(column).flatMap(([name, result]) =>
      Object.entries(result).flatMap(([what, { findings = [] }]) =>
        findings.map(({ text }) => `${name}, ${what}: ${text}`),
      ),
    );
    expect(findings).toEqual([]);
  });
});
