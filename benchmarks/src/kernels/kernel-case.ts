/** Random numbers for an input; plain data, so that both sides draw the same. */
export type Draw = {
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
  /** Uniform from `low` to `high`; default −1 to 1, integers below `high` for int32. */
  readonly low?: number;
  readonly high?: number;
  readonly sorted?: boolean;
};

/** An input that another kernel makes, such as what a pool said, for its gradient. */
export type Made = { readonly kernel: string; readonly inputs: Inputs; readonly attrs: Attrs };

/** An input whose values matter. */
export type Given = {
  readonly values: readonly number[];
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32';
};

export type Inputs = Readonly<Record<string, Draw | Made | Given>>;
export type Attrs = Readonly<Record<string, unknown>>;

/** One kernel with inputs of one size. */
export type KernelCase = {
  /** The kernel and the shapes. */
  readonly name: string;
  readonly kernel: string;
  /** What stands in the table. */
  readonly size: string;
  /** Cases of one row stand on one line. */
  readonly row: string;
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  /** Its values are drawn, so that two engines differ. */
  readonly random?: boolean;
};

/** Float32 numbers of this shape. */
export function floats(shape: readonly number[], low = -1, high = 1): Draw {
  return { shape, low, high };
}

/** int32 numbers from 0 to `high` − 1. */
export function ints(shape: readonly number[], high: number): Draw {
  return { shape, dtype: 'int32', low: 0, high };
}

export function bools(shape: readonly number[]): Draw {
  return { shape, dtype: 'bool', low: 0, high: 2 };
}

/** A kernel at a small and a large size; `row` tells apart two ways of calling one kernel. */
export function twoSizes<const Small, const Large>(
  kernel: string,
  sizes: readonly [Small, Large],
  make: (size: Small | Large) => { readonly inputs: Inputs; readonly attrs?: Attrs; readonly random?: boolean },
  row: string = kernel,
): KernelCase[] {
  return sizes.map((size) => {
    const { inputs, attrs = {}, random = false } = make(size);
    const label = labelOf(inputs, attrs);
    return { name: `${row} ${label}`, kernel, size: label, row, inputs, attrs, random };
  });
}

function labelOf(inputs: Inputs, attrs: Attrs): string {
  const first = Object.values(inputs)[0];
  const shape = first !== undefined && 'shape' in first ? first.shape : (attrs.shape as readonly number[]);
  return shape === undefined ? String(attrs.stop ?? '') : `[${shape.join(',')}]`;
}
