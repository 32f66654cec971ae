import { ArgumentError, FormatError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { estimatorToSafetensors, safetensorsToEstimator, writeSafetensors } from '../src/index.js';

const saved = {
  json: { kind: 'tree', version: 2, classes: 3, nested: { names: ['a', 'ü'] } },
  arrays: {
    thresholds: Float64Array.of(0.1, -2, Number.NaN),
    values: Float32Array.of(1, 2),
    children: Int32Array.of(-1, 5),
    bins: Uint8Array.of(0, 255),
    none: new Float64Array(0),
  },
};

describe('files of estimators', () => {
  it('give back every array and the JSON, with the metadata beside it', () => {
    const bytes = estimatorToSafetensors({ save: () => saved }, { metadata: { target: 'species' } });
    expect(safetensorsToEstimator(bytes)).toEqual({ saved, metadata: { target: 'species' } });
  });

  it('keep the name of what was learned for themselves', () => {
    const write = () => estimatorToSafetensors({ save: () => saved }, { metadata: { estimator: '{}' } });
    expect(write).toThrow(ArgumentError);
    expect(write).toThrow('other names than `estimator`');
  });

  it.each([
    ['of other tensors', {}],
    ['whose JSON is cut off', { estimator: '{"kind": "tree"' }],
    ['whose JSON is no record of an estimator', { estimator: '[1]' }],
  ])('refuse a file %s', (_, metadata: Record<string, string>) => {
    const bytes = writeSafetensors({
      tensors: { a: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } },
      metadata,
    });
    expect(() => safetensorsToEstimator(bytes)).toThrow(FormatError);
    expect(() => safetensorsToEstimator(bytes)).toThrow('the file holds no estimator');
  });

  it('refuse a dtype that no estimator has', () => {
    const tensors = { a: { dtype: 'I64', shape: [1], data: BigInt64Array.of(1n) } } as const;
    const bytes = writeSafetensors({ tensors, metadata: { estimator: JSON.stringify(saved.json) } });
    expect(() => safetensorsToEstimator(bytes)).toThrow('`a` must be of F64, F32, I32 or U8');
  });
});
