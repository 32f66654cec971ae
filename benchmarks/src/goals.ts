import { caseName } from './case-name.js';
import type { CaseResult } from './case-result.js';
import { type Measurement, median } from './measure.js';

/** What the engine is to reach, on one thread unless it says otherwise. */
type Goal = {
  readonly what: string;
  readonly value: (results: Results) => Value;
  /** At most so much, or at least. */
  readonly most?: number;
  readonly least?: number;
  readonly percent?: boolean;
};

/** undefined where the run did not measure it; with what it was measured of, where that differs from run to run. */
type Value = number | { readonly is: number; readonly what: string } | undefined;

/** What a run measured, by case and contender. */
class Results {
  readonly #measurements: ReadonlyMap<string, Measurement>;
  readonly all: readonly CaseResult[];

  constructor(all: readonly CaseResult[]) {
    this.all = all;
    this.#measurements = new Map(
      all.flatMap(({ case: title, measurements }) =>
        measurements.map((each) => [`${title}\n${each.name}`, each] as const),
      ),
    );
  }

  /** The time of one contender in terms of another's. */
  ratio(title: string, of: string, to: string): number | undefined {
    const [one, other] = [of, to].map((name) => this.#measurements.get(`${title}\n${name}`));
    return one === undefined || other === undefined ? undefined : one.median / other.median;
  }

  /** How many times as fast we are on two threads, in the turns in which two cores together gave what two should. */
  onTwoCores(title: string): Value {
    const [one, two, both, peak] = [OURS, OURS_ON_TWO, PEAK_OF_TWO, this.#peak(title)].map((name) =>
      this.#measurements.get(`${title}\n${name}`),
    );
    if (one === undefined || two === undefined || both === undefined || peak === undefined) return undefined;
    const limit = peak.median / TWO_CORES;
    const turns = both.times.flatMap((time, turn) => (time <= limit ? [turn] : []));
    const of = ({ times }: Measurement): number => median(turns.map((turn) => times[turn]!));
    const what = `  in ${turns.length} of ${both.times.length} turns that had two cores`;
    return turns.length === 0 ? undefined : { is: of(one) / of(two), what };
  }

  /** Our share of the peak of a core. */
  share(title: string): number | undefined {
    const peak = this.#peak(title);
    return peak === undefined ? undefined : this.ratio(title, peak, OURS);
  }

  #peak(title: string): string | undefined {
    return this.all.find((each) => each.case === title)?.measurements.find(({ name }) => name.startsWith(PEAK))?.name;
  }
}

export const OURS = 'neurite';
export const OURS_ON_TWO = 'neurite, 2 threads';
export const PEAK = 'peak of a core';
export const PEAK_OF_TWO = 'peak of two cores';

const MLP = caseName('mlp', 'train');
const CNN = caseName('cnn', 'train');
const LSTM = caseName('lstm', 'train');
const TRANSPOSED = ['Aᵀ · B', 'A · Bᵀ', 'Aᵀ · Bᵀ'].map((form) => `matMul 1024: ${form}`);
const PLAIN = 'matMul 1024: A · B';

/** Below this a ratio may be the machine's. */
export const NOISE = 1.1;
/** Two cores of a virtual machine may be two halves of one: they count as two where they do so many times the work of one. */
const TWO_CORES = 1.8;

/** @param fused whether this runtime has relaxed SIMD, for which some goals are higher */
function goals(fused: boolean): readonly Goal[] {
  return [
    {
      what: 'MLP, train step ÷ jax-js jit',
      most: fused ? 0.4 : 0.6,
      value: (run) => run.ratio(MLP, OURS, 'jax-js jit'),
    },
    {
      what: 'CNN, train step ÷ tfjs wasm, mended',
      most: 0.3,
      value: (run) => run.ratio(CNN, OURS, 'tfjs wasm, mended'),
    },
    { what: 'LSTM, train step ÷ stock tfjs wasm', most: 0.1, value: (run) => run.ratio(LSTM, OURS, 'tfjs wasm') },
    {
      what: 'matMul 1024, the slowest transposed form ÷ plain',
      most: NOISE,
      value: ({ all }) => {
        const ours = (title: string): number | undefined =>
          all.find((each) => each.case === title)?.measurements.find(({ name }) => name === OURS)?.median;
        const times = TRANSPOSED.map(ours).filter((time) => time !== undefined);
        const plain = ours(PLAIN);
        return plain === undefined || times.length === 0 ? undefined : Math.max(...times) / plain;
      },
    },
    {
      what: `matMul 1024, of the peak${fused ? '' : ' (goal: relaxed SIMD)'}`,
      least: 0.8,
      percent: true,
      value: (run) => run.share(PLAIN),
    },
    ...[
      { network: 'MLP', title: MLP },
      { network: 'CNN', title: CNN },
    ].flatMap(({ network, title }) => [
      {
        what: `${network}, times as fast on two threads`,
        least: 1.7,
        value: (run: Results) => run.ratio(title, OURS, OURS_ON_TWO),
      },
      { what: '', least: 1.7, value: (run: Results) => run.onTwoCores(title) },
    ]),
    {
      what: `kernels more than ${NOISE} × as slow as tfjs wasm's`,
      most: 0,
      value: ({ all }) => {
        const table = all.filter(({ row }) => row !== undefined);
        if (table.length === 0) return undefined;
        return table.filter(({ measurements: [ours, theirs] }) => theirs && ours!.median / theirs.median > NOISE)
          .length;
      },
    },
  ];
}

/** A line for each goal that this run measured. */
export function formatGoals(results: readonly CaseResult[], { fused }: { readonly fused: boolean }): string[] {
  const run = new Results(results);
  const lines = goals(fused).flatMap(({ what: fixed, value, most, least, percent = false }) => {
    const found = value(run);
    if (found === undefined) return [];
    const { is, what } = typeof found === 'number' ? { is: found, what: fixed } : found;
    const limit = most ?? least!;
    const reached = most === undefined ? is >= limit : is <= limit;
    const number = (x: number): string =>
      percent ? `${(100 * x).toFixed(0)} %` : Number.isInteger(limit) ? String(x) : x.toFixed(2);
    const goal = `${most === undefined ? '≥' : '≤'} ${number(limit)}`;
    return [`${what.padEnd(48)}${number(is).padStart(7)}${goal.padStart(8)}  ${reached ? 'reached' : 'not reached'}`];
  });
  return lines.length === 0 ? [] : [`${''.padEnd(48)}${'is'.padStart(7)}${'goal'.padStart(8)}`, ...lines];
}

/** For each network and size of a product: our time in terms of native libraries', and of the peak of a core. */
export function formatDistance(results: readonly CaseResult[]): string[] {
  const run = new Results(results);
  const lines = results.flatMap(({ case: title, row }) => {
    if (row !== undefined || title.startsWith('Chromium')) return [];
    const ratios = ['PyTorch', 'onnxruntime'].map((name) => run.ratio(title, OURS, name)?.toFixed(2) ?? '–');
    const share = run.share(title);
    if (ratios.every((ratio) => ratio === '–') && share === undefined) return [];
    const columns = [...ratios, share === undefined ? '–' : `${(100 * share).toFixed(0)} %`];
    return [`${shortened(title, 40).padEnd(40)}${columns.map((text) => text.padStart(12)).join('')}`];
  });
  const heading = ['÷ PyTorch', '÷ onnxrt', 'of the peak'].map((text) => text.padStart(12)).join('');
  return lines.length === 0 ? [] : [`${''.padEnd(40)}${heading}`, ...lines];
}

/** The head of a title and what is done, without the sizes between. */
function shortened(title: string, width: number): string {
  const [network, mode] = title.split(': ') as [string, string | undefined];
  const head = network.startsWith('matMul') ? network : network.split(/[,:]| \d/)[0]!;
  const text = mode === undefined ? head : `${head}: ${mode}`;
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
