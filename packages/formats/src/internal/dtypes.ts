import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '@neurite/core';
import type { SafetensorsArrays, SafetensorsDtype, SafetensorsEntry } from '../safetensors.js';
import { fromFloat8, toFloat8 } from './float8.js';

type ArrayOf<Dtype extends SafetensorsDtype> = SafetensorsArrays[Dtype];

type Codec<Dtype extends SafetensorsDtype> = {
  /** Bytes of one element in the file. */
  readonly bytes: number;
  /** Numbers that the array holds for one element. */
  readonly numbers?: 2;
  /** The array that holds the elements. */
  readonly array: { readonly name: string; readonly prototype: ArrayOf<Dtype> };
  /** @param buffer a copy of the tensor's bytes, which the array may keep */
  decode(buffer: ArrayBuffer): ArrayOf<Dtype>;
  /** The elements as in the file. */
  encode(data: ArrayOf<Dtype>): ArrayBufferView;
};

function same<Data extends ArrayBufferView>(data: Data): Data {
  return data;
}

/**
 * In the order of the reference implementation: the widest first, so that every tensor of a file is aligned.
 * Typed arrays are little-endian on every machine that runs JavaScript today, as the format is.
 */
export const codecs: { readonly [Dtype in SafetensorsDtype]: Codec<Dtype> } = {
  U64: { bytes: 8, array: BigUint64Array, decode: (buffer) => new BigUint64Array(buffer), encode: same },
  I64: { bytes: 8, array: BigInt64Array, decode: (buffer) => new BigInt64Array(buffer), encode: same },
  F64: { bytes: 8, array: Float64Array, decode: (buffer) => new Float64Array(buffer), encode: same },
  C64: { bytes: 8, numbers: 2, array: Float32Array, decode: (buffer) => new Float32Array(buffer), encode: same },
  F32: { bytes: 4, array: Float32Array, decode: (buffer) => new Float32Array(buffer), encode: same },
  U32: { bytes: 4, array: Uint32Array, decode: (buffer) => new Uint32Array(buffer), encode: same },
  I32: { bytes: 4, array: Int32Array, decode: (buffer) => new Int32Array(buffer), encode: same },
  BF16: {
    bytes: 2,
    array: Float32Array,
    decode: (buffer) => fromBfloat16(new Uint16Array(buffer)),
    encode: toBfloat16,
  },
  F16: { bytes: 2, array: Float32Array, decode: (buffer) => fromFloat16(new Uint16Array(buffer)), encode: toFloat16 },
  U16: { bytes: 2, array: Uint16Array, decode: (buffer) => new Uint16Array(buffer), encode: same },
  I16: { bytes: 2, array: Int16Array, decode: (buffer) => new Int16Array(buffer), encode: same },
  F8_E4M3: {
    bytes: 1,
    array: Float32Array,
    decode: (buffer) => fromFloat8(new Uint8Array(buffer), 'e4m3'),
    encode: (data) => toFloat8(data, 'e4m3'),
  },
  F8_E5M2: {
    bytes: 1,
    array: Float32Array,
    decode: (buffer) => fromFloat8(new Uint8Array(buffer), 'e5m2'),
    encode: (data) => toFloat8(data, 'e5m2'),
  },
  I8: { bytes: 1, array: Int8Array, decode: (buffer) => new Int8Array(buffer), encode: same },
  U8: { bytes: 1, array: Uint8Array, decode: (buffer) => new Uint8Array(buffer), encode: same },
  BOOL: { bytes: 1, array: Uint8Array, decode: (buffer) => new Uint8Array(buffer), encode: same },
};

/** All dtypes, in the order in which tensors are written. */
export const dtypes: readonly SafetensorsDtype[] = Object.keys(codecs) as SafetensorsDtype[]; // the keys of the table

export function isDtype(name: string): name is SafetensorsDtype {
  return Object.hasOwn(codecs, name);
}

export function decode(dtype: SafetensorsDtype, shape: readonly number[], buffer: ArrayBuffer): SafetensorsEntry {
  return { dtype, shape, data: codecs[dtype].decode(buffer) } as SafetensorsEntry; // the codec is the one of the dtype
}

export function encode({ dtype, data }: SafetensorsEntry): Uint8Array {
  const codec = codecs[dtype] as Codec<SafetensorsDtype>; // the data is of this dtype, as its type says
  const view = codec.encode(data as never);
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
