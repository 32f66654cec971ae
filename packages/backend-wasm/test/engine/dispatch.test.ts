import { DtypeError } from '@neurite/core';
import type { DataType, KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { dispatch, type OwnKernel, type Variant } from '../../src/internal/kernel.js';
import { ownKernels } from '../../src/internal/kernels/index.js';

const KNOWN: readonly DataType[] = ['float32', 'int32', 'bool', 'string', 'complex64'];

/** The dtypes that each input may have; an input `x` stands for all where they are not named. */
function table({ dtypes }: Variant): readonly (readonly [string, readonly DataType[]])[] {
  return dtypes.filter((entry) => typeof entry === 'string').length > 0
    ? [['x', dtypes as readonly DataType[]]]
    : (dtypes as readonly (readonly [string, readonly DataType[]])[]);
}

const tensorOf = (dtype: DataType): TensorInfo => ({ dataId: {}, shape: [1], dtype });

/** Inputs that the variant takes, but one of another dtype. */
function wrongInputs(variant: Variant, input: string, dtype: DataType): NamedTensorInfoMap {
  const all = table(variant).map(([name, [first]]) => [name, tensorOf(name === input ? dtype : first!)] as const);
  return Object.fromEntries(all);
}

/** Without their signatures, which have tests of their own. */
const kernels = Object.entries(ownKernels).map(
  ([name, kernel]) => [name, { ...kernel, signature: () => undefined }] as const,
);
const ofProject = kernels.filter(([, { others }]) => others === 'refused');
const ofTfjs = kernels.filter(([, { others }]) => others === 'cpu');

describe('the dtypes that kernels declare', () => {
  it.each(kernels)('%s has known ones, and at least one each', (_, { variants }: OwnKernel) => {
    const declared = variants.flatMap((variant) => table(variant).map(([, dtypes]) => dtypes));
    for (const dtypes of declared) {
      expect(dtypes.length).toBeGreaterThan(0);
      expect(KNOWN).toEqual(expect.arrayContaining([...dtypes]));
    }
  });

  it.each(ofProject)('%s refuses all others, and names the input', (name, kernel: OwnKernel) => {
    const refuse = dispatch(name, kernel, vi.fn());
    // Where there are several variants, one may take what another does not.
    if (kernel.variants.length > 1) return;
    const [variant] = kernel.variants as [Variant];
    for (const [input, dtypes] of table(variant)) {
      for (const dtype of KNOWN.filter((other) => !dtypes.includes(other))) {
        const call = (): unknown => refuse({ inputs: wrongInputs(variant, input, dtype), attrs: {}, backend: {} });
        expect(call).toThrow(DtypeError);
        expect(call).toThrow(`${name}: \`${input}\` must be ${dtypes.join(' or ')}; received ${dtype}.`);
      }
    }
  });

  it.each(ofTfjs)('%s leaves all others to the cpu backend', (name, kernel: OwnKernel) => {
    const inputs = Object.fromEntries(
      kernel.variants.flatMap((variant) => table(variant).map(([input]) => [input, tensorOf('string')] as const)),
    );
    const takesAny = kernel.variants.some(
      (variant) => table(variant).length === 0 || table(variant).every(([, dtypes]) => dtypes.includes('string')),
    );
    if (takesAny) return;
    const cpu = vi.fn<KernelFunc>(() => tensorOf('string'));
    dispatch(name, kernel, cpu)({ inputs, attrs: {}, backend: {} });
    expect(cpu).toHaveBeenCalledOnce();
  });
});
