import type { Measurement } from './measure.js';
import type { Absent } from './suite.js';

/** What came out of a case. */
export type CaseResult = {
  readonly case: string;
  readonly row?: string;
  readonly flops?: number;
  /** Ours first. */
  readonly measurements: readonly Measurement[];
  readonly absent: readonly Absent[];
  readonly remark?: string;
};

const WIDTH = 100;
const NAME_WIDTH = 30;

/** Below this a ratio may be the machine's. */
const NOISE = 1.1;

/** One line each: milliseconds, spread, rate where there is one, and our time in terms of it. */
export function formatCase({ case: title, measurements, absent, flops, remark }: CaseResult): string[] {
  const rate = flops === undefined ? '' : 'GFLOP/s'.padStart(10);
  const [ours] = measurements;
  return [
    `${''.padEnd(NAME_WIDTH)}${'median'.padStart(9)}     ${'middle half'.padEnd(21)}${rate}${'neurite ÷ it'.padStart(15)}`,
    ...measurements.map(({ name, median, quartiles: [low, high] }) => {
      const spread = `[${digits(low)} – ${digits(high)}]`;
      const speed = flops === undefined ? '' : (flops / median / 1e6).toFixed(1).padStart(10);
      const ratio = (ours!.median / median).toFixed(2).padStart(15);
      return `${name.padEnd(NAME_WIDTH)}${digits(median).padStart(9)} ms  ${spread.padEnd(21)}${speed}${ratio}`;
    }),
    ...absent.map(({ name, reason }) => cut(`${name.padEnd(NAME_WIDTH)}  – ${reason}`)),
    ...(remark === undefined ? [] : [cut(`(${title}: ${remark})`)]),
  ];
}

/** Cases of a table, a line for each row: for each of its sizes our microseconds, and our time in terms of the peer's. */
export function formatTable(results: readonly CaseResult[]): string[] {
  const rows = groupByRow(results);
  const heading = `${''.padEnd(28)}${`${'size'.padEnd(15)}${'our µs'.padStart(8)}${'÷ tfjs'.padStart(8)} `.repeat(2)}`;
  const lines = [...rows].map(([row, cases]) => `${row.padEnd(28)}${cases.map(formatCell).join('')}`.trimEnd());
  return [heading.trimEnd(), ...lines, ...summaryOf(results)];
}

function groupByRow(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const rows = new Map<string, CaseResult[]>();
  for (const result of results) rows.set(result.row!, [...(rows.get(result.row!) ?? []), result]);
  return rows;
}

function formatCell({ case: name, measurements, absent, remark }: CaseResult): string {
  const size = /\[[\d,]*\]$|\d*$/.exec(name)![0].padEnd(15);
  const [ours, theirs] = measurements;
  if (absent.length > 0 || ours === undefined || theirs === undefined) {
    return `${size}${`– ${absent.map((each) => each.name).join(', ')}`.padEnd(17)}`;
  }
  const ratio = `${(ours.median / theirs.median).toFixed(2)}${remark === undefined ? ' ' : '≠'}`;
  return `${size}${digits(ours.median * 1000).padStart(8)}${ratio.padStart(9)}`;
}

/** Which kernels are slower than the peer's, worst first, and which cannot be compared. */
function summaryOf(results: readonly CaseResult[]): string[] {
  const slower = results
    .map(({ case: name, measurements: [ours, theirs] }) => ({
      name: name.replace(/^kernel /, ''),
      ratio: ours === undefined || theirs === undefined ? 0 : ours.median / theirs.median,
    }))
    .filter(({ ratio }) => ratio > NOISE)
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ name, ratio }) => `${name} (${ratio.toFixed(2)})`);
  const differing = results.filter(({ remark }) => remark !== undefined).map(({ case: name }) => name);
  return [
    '',
    ...wrap('* runs as a kernel of the cpu backend on our memory; ≠ the values differ; – who cannot do it'),
    ...(slower.length === 0
      ? [`None is more than ${NOISE} times as slow as tfjs wasm's.`]
      : wrap(`More than ${NOISE} × tfjs wasm's time, ${slower.length} of ${results.length}: ${slower.join(', ')}.`)),
    ...(differing.length === 0 ? [] : wrap(`Different values: ${differing.join(', ')}.`)),
    ...results.flatMap(({ row, absent }) => absent.map(({ name, reason }) => cut(`${row}: ${name}: ${reason}`))),
  ];
}

/** Three digits that mean something, without an exponent. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

function cut(line: string): string {
  return line.length <= WIDTH - 4 ? line : `${line.slice(0, WIDTH - 5)}…`;
}

/** Breaks a sentence between words. */
export function wrap(sentence: string, width: number = WIDTH - 4): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
