/** The weights of a gated layer as its cell has them: a column for each gate and unit, `[row · columns + column]`. */
export type CellWeights = {
  readonly kernel: readonly number[];
  readonly recurrentKernel: readonly number[];
  readonly bias: readonly number[];
  /** Of the candidate of a GRU; empty for other cells. */
  readonly recurrentBias: readonly number[];
};

/** What a gated cell computes at one time, for all units. */
export type CellStep = {
  readonly x: number;
  readonly hBefore: readonly number[];
  /** The memory of an LSTM before and after; empty for a GRU. */
  readonly cBefore: readonly number[];
  readonly c: readonly number[];
  readonly h: readonly number[];
  /** For each gate: x's part, the state's part with any bias of its own, the bias, and the gate itself, by unit. */
  readonly gates: readonly Gate[];
};

export type GateName = 'i' | 'f' | 'g' | 'o' | 'r' | 'z' | 'n';

export type Gate = {
  readonly name: GateName;
  readonly fromInput: readonly number[];
  readonly fromState: readonly number[];
  readonly bias: readonly number[];
  readonly value: readonly number[];
};

const GATES = { lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] } as const;

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** A gated cell over a series, written out in plain numbers. */
export function gatesOver(
  series: readonly number[],
  { cell, weights }: { readonly cell: 'lstm' | 'gru'; readonly weights: CellWeights },
): readonly CellStep[] {
  const units = weights.bias.length / GATES[cell].length;
  const steps: CellStep[] = [];
  let h: readonly number[] = Array.from({ length: units }, () => 0);
  let c = cell === 'lstm' ? h : [];
  for (const x of series) {
    const gates = gatesAt(x, h, { cell, weights, units });
    const of = (name: GateName): readonly number[] => gates.find((gate) => gate.name === name)!.value; // it has it
    const [hBefore, cBefore] = [h, c];
    if (cell === 'lstm') {
      c = cBefore.map((before, unit) => of('f')[unit]! * before + of('i')[unit]! * of('g')[unit]!);
      h = c.map((memory, unit) => of('o')[unit]! * Math.tanh(memory));
    } else {
      h = hBefore.map((before, unit) => (1 - of('z')[unit]!) * of('n')[unit]! + of('z')[unit]! * before);
    }
    steps.push({ x, hBefore, cBefore, c, h, gates });
  }
  return steps;
}

function gatesAt(
  x: number,
  h: readonly number[],
  { cell, weights, units }: { readonly cell: 'lstm' | 'gru'; readonly weights: CellWeights; readonly units: number },
): readonly Gate[] {
  const { kernel, recurrentKernel, bias, recurrentBias } = weights;
  const columns = bias.length;
  const reset: number[] = [];
  return GATES[cell].map((name, gate) => {
    const column = (unit: number): number => gate * units + unit;
    const all = Array.from({ length: units }, (_, unit) => unit);
    const fromInput = all.map((unit) => x * kernel[column(unit)]!);
    const fromState = all.map((unit) =>
      h.reduce(
        (sum, value, row) => sum + value * recurrentKernel[row * columns + column(unit)]!,
        name === 'n' ? (recurrentBias[unit] ?? 0) : 0,
      ),
    );
    const ownBias = all.map((unit) => bias[column(unit)]!);
    const value = all.map((unit) => {
      // A GRU forgets the state's part of its candidate as far as the reset gate is closed.
      const state = name === 'n' ? reset[unit]! * fromState[unit]! : fromState[unit]!;
      const sum = fromInput[unit]! + state + ownBias[unit]!;
      return name === 'g' || name === 'n' ? Math.tanh(sum) : sigmoid(sum);
    });
    if (name === 'r') reset.push(...value);
    return { name, fromInput, fromState, bias: ownBias, value };
  });
}
