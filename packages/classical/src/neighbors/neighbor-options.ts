export type NeighborOptions = {
  /** How many neighbors are asked. At least 1. Default 5. */
  readonly neighbors?: number;
  /** Whether they count alike, or by 1 / distance; one at distance 0 then decides alone. Default `'uniform'`. */
  readonly weights?: 'uniform' | 'distance';
  /** How they are looked for. Default `'auto'`: a ball tree for up to 15 columns, which prunes little in more. */
  readonly algorithm?: 'auto' | 'bruteForce' | 'ballTree';
};
