import type { AnyBlueprint, Shape } from '@neurite/core';

/** One layer, written once for each library. Its parameters come in the same order in each. */
export type LayerCase = {
  /** Our call, by which the peers know it, too. */
  readonly name: string;
  /** The shape of a sample. */
  readonly shape: Shape;
  /** Inputs are int32 ids below this; without it they are float32 from −1 to 1. */
  readonly vocabulary?: number;
  readonly ours: AnyBlueprint;
  /** Absent where tfjs-layers has no such layer. */
  readonly tfjs?: () => unknown;
  /** An expression for `python/torch_peer.py`; absent where PyTorch has no such module. */
  readonly torch?: string;
  /** Whether PyTorch has the channels before the spatial axes. Default false. */
  readonly channelsFirst?: boolean;
  /** Whether it draws random numbers, which nobody shares. Default false. */
  readonly random?: boolean;
};

export const BATCH = 32;
