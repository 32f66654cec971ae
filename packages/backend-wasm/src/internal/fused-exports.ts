/** An address in bytes. */
type Pointer = number;
/** 0 or 1. */
type Flag = number;

/** What the WebAssembly module offers for the operations of `@neurite/ops`; the meaning of each argument is in `assembly/`. */
export type FusedExports = {
  readonly biasActivation: (
    activation: number,
    x: Pointer,
    bias: Pointer,
    target: Pointer,
    rows: number,
    columns: number,
  ) => void;
  readonly biasActivationGradient: (
    activation: number,
    dy: Pointer,
    known: Pointer,
    bias: Pointer,
    target: Pointer,
    sums: Pointer,
    rows: number,
    columns: number,
    chunk: number,
  ) => void;

  readonly rowNorm: (
    x: Pointer,
    scale: Pointer,
    offset: Pointer,
    target: Pointer,
    rows: number,
    columns: number,
    epsilon: number,
  ) => void;
  readonly rowNormGradient: (
    dy: Pointer,
    x: Pointer,
    scale: Pointer,
    dx: Pointer,
    dScale: Pointer,
    dOffset: Pointer,
    rows: number,
    columns: number,
    epsilon: number,
  ) => void;
  readonly channelNorm: (
    x: Pointer,
    scale: Pointer,
    offset: Pointer,
    target: Pointer,
    mean: Pointer,
    variance: Pointer,
    samples: number,
    places: number,
    channels: number,
    distance: number,
    size: number,
    epsilon: number,
    scratch: Pointer,
  ) => void;
  readonly channelNormGradient: (
    dy: Pointer,
    x: Pointer,
    scale: Pointer,
    dMean: Pointer,
    dVariance: Pointer,
    dx: Pointer,
    dScale: Pointer,
    dOffset: Pointer,
    samples: number,
    places: number,
    channels: number,
    distance: number,
    size: number,
    epsilon: number,
    scratch: Pointer,
  ) => void;

  readonly recurrentScratch: (batch: number, units: number) => number;
  readonly lstmSequence: (
    x: Pointer,
    kernel: Pointer,
    state: Pointer,
    finalCell: Pointer,
    outputs: Pointer,
    gates: Pointer,
    cells: Pointer,
    batch: number,
    time: number,
    units: number,
    scratch: Pointer,
  ) => void;
  readonly lstmSequenceGradient: (
    dOutputs: Pointer,
    kernel: Pointer,
    initialCell: Pointer,
    gates: Pointer,
    cells: Pointer,
    dx: Pointer,
    dState: Pointer,
    dCell: Pointer,
    batch: number,
    time: number,
    units: number,
    scratch: Pointer,
  ) => void;
  readonly gruSequence: (
    x: Pointer,
    kernel: Pointer,
    bias: Pointer,
    state: Pointer,
    outputs: Pointer,
    gates: Pointer,
    batch: number,
    time: number,
    units: number,
    scratch: Pointer,
  ) => void;
  readonly gruSequenceGradient: (
    dOutputs: Pointer,
    kernel: Pointer,
    initialState: Pointer,
    outputs: Pointer,
    gates: Pointer,
    dx: Pointer,
    byState: Pointer,
    dState: Pointer,
    batch: number,
    time: number,
    units: number,
    scratch: Pointer,
  ) => void;

  readonly attentionScratch: (keys: number, dim: number, depth: number) => number;
  readonly attention: (
    query: Pointer,
    key: Pointer,
    value: Pointer,
    mask: Pointer,
    maskQuery: number,
    maskKey: Flag,
    y: Pointer,
    logSumExp: Pointer,
    queries: number,
    keys: number,
    dim: number,
    depth: number,
    scale: number,
    causal: Flag,
    scratch: Pointer,
  ) => void;
  readonly attentionGradient: (
    dy: Pointer,
    y: Pointer,
    logSumExp: Pointer,
    query: Pointer,
    key: Pointer,
    value: Pointer,
    mask: Pointer,
    maskQuery: number,
    maskKey: Flag,
    dQuery: Pointer,
    dKey: Pointer,
    dValue: Pointer,
    queries: number,
    keys: number,
    dim: number,
    depth: number,
    scale: number,
    causal: Flag,
    scratch: Pointer,
  ) => void;
};
