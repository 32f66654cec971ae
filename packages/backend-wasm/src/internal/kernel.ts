import { ArgumentError, BackendError, DtypeError, formatShape } from '@neurite/core';
import type { DataType, KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import type { Signature } from './signature.js';

/** What a kernel is called with. `Inputs` and `Attributes` are those that tfjs-core documents for its name. */
export type KernelCall<Inputs, Attributes = unknown> = {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: WasmBackend;
};

/**
 * What computes a kernel.
 *
 * @returns undefined where it does not take these shapes, attributes or values
 */
export type KernelFunction<Inputs, Attributes = unknown> = (
  call: KernelCall<Inputs, Attributes>,
) => TensorInfo | TensorInfo[] | undefined;

/** A function and the dtypes that it takes, by input; without names, those of all inputs. */
export type Variant = {
  readonly dtypes: readonly DataType[] | readonly (readonly [input: string, dtypes: readonly DataType[]])[];
  readonly run: KernelFunction<NamedTensorInfoMap, NamedAttrMap>;
};

/** A kernel of ours: what it takes, what runs for which dtypes, tried in order, and what happens with all others. */
export type OwnKernel = {
  /** Checked at each call, before anything runs. */
  readonly signature: Signature;
  readonly variants: readonly Variant[];
  /** `cpu`: the cpu backend's kernel of the same name runs. `refused`: there is none; a DtypeError names the input. */
  readonly others: 'cpu' | 'refused';
};

/** Our kernels by their names in tfjs's registry. */
export type KernelTable = Readonly<Record<string, OwnKernel>>;

export const FLOAT: readonly DataType[] = ['float32'];
export const INTEGER: readonly DataType[] = ['int32'];
export const BOOL: readonly DataType[] = ['bool'];
export const COMPLEX: readonly DataType[] = ['complex64'];
/** The dtypes whose elements have four bytes. */
export const FOUR_BYTES: readonly DataType[] = ['float32', 'int32'];
export const NUMERIC: readonly DataType[] = ['float32', 'int32', 'bool'];

/** Dtypes by input, where an input that is not named may be of any dtype; or those of all inputs. */
export type Dtypes<Inputs> = readonly DataType[] | { readonly [Input in keyof Inputs]?: readonly DataType[] };

/** A function for certain dtypes. The types of its inputs and attributes are what tfjs-core guarantees for the kernel. */
export function takes<Inputs, Attributes>(dtypes: Dtypes<Inputs>, run: KernelFunction<Inputs, Attributes>): Variant {
  return {
    dtypes: Array.isArray(dtypes) ? dtypes : Object.entries<readonly DataType[]>(dtypes as Record<string, DataType[]>),
    run: run as unknown as Variant['run'],
  };
}

/** A kernel of tfjs-core's; dtypes, shapes and attributes that no variant takes are left to the cpu backend. */
export function tfjsKernel(signature: Signature, ...variants: readonly Variant[]): OwnKernel {
  return { signature, variants, others: 'cpu' };
}

/** A kernel of an operation of `@neurite/ops`; what no variant takes is refused. */
export function operationKernel(signature: Signature, ...variants: readonly Variant[]): OwnKernel {
  return { signature, variants, others: 'refused' };
}

/** The function to register for a kernel of ours. */
export function dispatch(name: string, { signature, variants, others }: OwnKernel, cpu: KernelFunc): KernelFunc {
  const otherwise = others === 'cpu' ? cpu : refuse(name, variants[0]!);
  return ({ inputs, attrs, backend }) => {
    const call = { inputs, attrs: attrs ?? {}, backend: backend as WasmBackend };
    let checked = false;
    try {
      for (const { dtypes, run } of variants) {
        if (mismatch(inputs, dtypes) !== undefined) continue;
        if (!checked) signature(name, inputs, call.attrs);
        checked = true;
        const outputs = run(call);
        if (outputs !== undefined) return outputs;
      }
      // A wrong dtype is named before a wrong shape.
      if (!checked && others === 'cpu') signature(name, inputs, call.attrs);
      return otherwise({ inputs, ...(attrs === undefined ? {} : { attrs }), backend });
    } catch (error) {
      throw inSentenceForm(name, error);
    }
  };
}

/** What tfjs-core's own checks throw, which are plain errors, says which kernel it was. */
function inSentenceForm(where: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.constructor !== Error) return error;
  return new ArgumentError({ where, problem: error.message.replace(/\.$/, ''), cause: error });
}

/** The first input whose dtype is not among those that are taken. */
function mismatch(
  inputs: NamedTensorInfoMap,
  dtypes: Variant['dtypes'],
): { readonly input: string; readonly expected: readonly DataType[] } | undefined {
  if (isOfAll(dtypes)) {
    for (const input in inputs) {
      const tensor = inputs[input];
      if (tensor && !dtypes.includes(tensor.dtype)) return { input, expected: dtypes };
    }
    return undefined;
  }
  for (const [input, expected] of dtypes) {
    const tensor = inputs[input];
    if (tensor && !expected.includes(tensor.dtype)) return { input, expected };
  }
  return undefined;
}

function isOfAll(dtypes: Variant['dtypes']): dtypes is readonly DataType[] {
  return typeof dtypes[0] === 'string';
}

/** Operations have no kernel on the cpu backend that could take what ours does not. */
function refuse(name: string, { dtypes }: Variant): KernelFunc {
  return ({ inputs }) => {
    const wrong = mismatch(inputs, dtypes);
    if (wrong !== undefined) {
      throw new DtypeError({
        where: name,
        argument: wrong.input,
        expected: `be ${wrong.expected.join(' or ')}`,
        received: inputs[wrong.input]!.dtype,
        advice: 'Convert it with cast',
      });
    }
    throw new BackendError({ where: name, problem: `the wasm engine does not take ${describeInputs(inputs)}` });
  };
}

/** Dtypes and shapes, for errors. */
export function describeInputs(inputs: NamedTensorInfoMap): string {
  // Some kernels of tfjs-core take a list of tensors under one name.
  const given = (Object.values(inputs).flat() as (TensorInfo | undefined)[])
    .filter((input) => input !== undefined && input !== null)
    .map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
  return given.join(' and ') || 'these attributes';
}
