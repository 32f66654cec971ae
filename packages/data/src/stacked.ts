import type { HostArray, HostDtypeOf, NumericArray } from '@neurite/core';

/** What a batch of such elements is: every leaf gets a batch axis in front, numbers become float32. */
export type Stacked<T> = T extends HostArray
  ? HostArray<T['dtype']>
  : T extends number
    ? HostArray<'float32'>
    : T extends NumericArray
      ? HostArray<HostDtypeOf<T>>
      : T extends object
        ? { [Key in keyof T]: Stacked<T[Key]> }
        : never;
