/** The dtypes of safetensors that are read and written, as in the files. */
export type SafetensorsDtype =
  | 'F64'
  | 'C64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

/**
 * The array type of each dtype: floats below 32 bits are widened, 64-bit integers are bigints, a bool is 0 or 1, and
 * a complex number is two elements, its real and its imaginary part.
 */
export type SafetensorsArrays = {
  readonly F64: Float64Array;
  readonly C64: Float32Array;
  readonly F32: Float32Array;
  readonly F16: Float32Array;
  readonly BF16: Float32Array;
  readonly F8_E4M3: Float32Array;
  readonly F8_E5M2: Float32Array;
  readonly I64: BigInt64Array;
  readonly I32: Int32Array;
  readonly I16: Int16Array;
  readonly I8: Int8Array;
  readonly U64: BigUint64Array;
  readonly U32: Uint32Array;
  readonly U16: Uint16Array;
  readonly U8: Uint8Array;
  readonly BOOL: Uint8Array;
};

/** One tensor of a file, on the host: dtype, shape (`[]` for a scalar) and its elements in row-major order. */
export type SafetensorsEntry = {
  readonly [Dtype in SafetensorsDtype]: {
    readonly dtype: Dtype;
    readonly shape: readonly number[];
    readonly data: SafetensorsArrays[Dtype];
  };
}[SafetensorsDtype];

/** The content of a file: tensors by name, and metadata strings by name. */
export type SafetensorsContent = {
  readonly tensors: Readonly<Record<string, SafetensorsEntry>>;
  readonly metadata: Readonly<Record<string, string>>;
};
