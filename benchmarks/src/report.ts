import type { CaseResult } from './case-result.js';
import { NOISE } from './goals.js';

/** As wide as the terminal, within what can be read; in a file as narrow as the narrowest. */
const WIDTH = Math.min(Math.max(process.stdout.columns ?? 80, 80), 120);
const NAME_WIDTH = 29;

/** One line each: milliseconds, spread, rate where there is one, and our time in terms of it. */
export function formatCase({ measurements, absent, flops, remark }: CaseResult): string[] {
  const rate = flops === undefined ? '' : 'GFLOP/s'.padStart(9);
  const [ours] = measurements;
  return [
    `${''.padEnd(NAME_WIDTH)}${'median'.padStart(8)}     ${'middle half'.padEnd(15)}${rate}${'ours ÷ it'.padStart(10)}`,
    ...measurements.map(({ name, median, quartiles: [low, high] }) => {
      const spread = `[${digits(low)} – ${digits(high)}]`;
      const speed = flops === undefined ? '' : (flops / median / 1e6).toFixed(1).padStart(9);
      const ratio = (ours!.median / median).toFixed(2).padStart(10);
      return `${name.padEnd(NAME_WIDTH)}${digits(median).padStart(8)} ms  ${spread.padEnd(15)}${speed}${ratio}`;
    }),
    ...absent.map(({ name, reason }) => cut(`${name.padEnd(NAME_WIDTH)}  – ${reason}`)),
    ...(remark === undefined ? [] : wrap(`≠ ${remark}`)),
  ];
}

/** A line for each case of the table, the slowest in terms of the peer first; `>` marks where the peer is faster. */
export function formatTable(results: readonly CaseResult[]): string[] {
  if (results.length === 0) return [];
  const ratio = ({ measurements: [ours, theirs] }: CaseResult): number =>
    ours === undefined || theirs === undefined ? Number.NEGATIVE_INFINITY : ours.median / theirs.median;
  const lines = [...results]
    .sort((a, b) => ratio(b) - ratio(a))
    .map((result) => {
      const { row, size = '', measurements, absent, remark } = result;
      const head = `${row!.padEnd(32)}${size.padEnd(18)}`;
      const [ours] = measurements;
      if (absent.length > 0 || ours === undefined) return `${head}– ${absent.map(({ name }) => name).join(', ')}`;
      const mark = `${ratio(result) > 1 ? ' >' : ''}${remark === undefined ? '' : ' ≠'}`;
      return `${head}${digits(ours.median * 1000).padStart(9)}${ratio(result).toFixed(2).padStart(9)}${mark}`;
    });
  return [
    `${''.padEnd(32)}${'size'.padEnd(18)}${'our µs'.padStart(9)}${'÷ tfjs'.padStart(9)}`,
    ...lines,
    ...summaryOf(results),
  ];
}

/** A contender by which times are divided, and what heads its column. */
export type Column = readonly [name: string, heading: string];

/**
 * A line for each case: our milliseconds, and our time in terms of each contender's, the slowest in terms of any first.
 *
 * @param options.share the contender that is the peak of a core: its column is the share that we reach
 */
export function formatRatios(
  results: readonly CaseResult[],
  { columns, share }: { readonly columns: readonly Column[]; readonly share: string },
): string[] {
  if (results.length === 0) return [];
  const ratio = ({ measurements: [ours, ...others] }: CaseResult, name: string): number | undefined => {
    const other = others.find((each) => each.name === name);
    return other && ours!.median / other.median;
  };
  const worst = (result: CaseResult): number => Math.max(0, ...columns.map(([name]) => ratio(result, name) ?? 0));
  const lines = results
    .toSorted((a, b) => worst(b) - worst(a))
    .map((result) => {
      const cells = columns.map(([name, heading]) => {
        const differs = result.remark?.replace(/^.*: /, '').split('; ').includes(name) === true ? '≠' : ' ';
        return `${(ratio(result, name)?.toFixed(2) ?? '–').padStart(widthOf(heading))}${differs}`;
      });
      const peak = result.flops === undefined ? undefined : 1 / (ratio(result, share) ?? Number.POSITIVE_INFINITY);
      const reached = peak === undefined ? '–' : `${(100 * peak).toFixed(0)} %`;
      const { row, size = '', measurements } = result;
      return `${row!.padEnd(43)}${size.padEnd(15)}${digits(measurements[0]!.median).padStart(7)}${cells.join('')}${reached.padStart(7)}`;
    });
  const heads = columns.map(([, heading]) => `${heading.padStart(widthOf(heading))} `).join('');
  return [`${''.padEnd(58)}${'ours ms'.padStart(7)}${heads}${'of peak'.padStart(7)}`, ...lines];
}

/** A space stands before each column. */
function widthOf(heading: string): number {
  return Math.max(8, heading.length + 1);
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
    ...wrap(
      '> tfjs wasm is faster; * runs as a kernel of the cpu backend on our memory; ≠ the values differ; – who cannot do it',
    ),
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
