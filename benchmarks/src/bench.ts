import { writeFileAtomic } from '@neurite/formats';
import type { CaseResult } from './case-result.js';
import { describeMachine, versionsOf } from './machine.js';
import { measure, WARM_UP } from './measure.js';
import { pin } from './pin.js';
import { formatCase, wrap } from './report.js';
import type { Case, Suite } from './suite.js';

export type BenchOptions = {
  readonly runs: number;
  readonly threads: number;
  /** Only cases whose name holds this, in any case of letters. */
  readonly only?: string;
  /** A file for everything that was measured. */
  readonly json?: string;
};

/** Measures a suite and prints what comes out. */
export async function bench(suite: Suite, { runs, threads, only, json }: BenchOptions): Promise<void> {
  const machine = describeMachine();
  const pinned = pin(threads);
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}, ${pinned}`);
  const { notes, packages, cases, summary, close } = await suite.open({ threads });
  try {
    const heading = `${suite.name}: ${suite.description}; median of ${runs} runs, middle half in brackets`;
    console.log(`\n${wrap(heading).join('\n')}`);
    const versions = versionsOf(packages);
    for (const note of [
      ...notes,
      Object.entries(versions)
        .map((each) => each.join(' '))
        .join(', '),
    ]) {
      for (const line of wrap(note)) console.log(`  ${line}`);
    }
    const write = async (results: readonly CaseResult[]): Promise<void> => {
      if (json === undefined) return;
      const everything = {
        machine,
        pinned,
        threads,
        runs,
        warmUp: WARM_UP,
        suite: suite.name,
        notes,
        versions,
        results,
      };
      await writeFileAtomic(json, `${JSON.stringify(everything, null, 2)}\n`);
    };
    const results = await measureCases(
      cases.filter(({ name }) => matches(name, only)),
      runs,
      write,
    );
    for (const { title, lines } of summary?.(results) ?? []) if (lines.length > 0) print(title, lines);
    if (json !== undefined) console.log(`\nwritten to ${json}`);
  } finally {
    await close?.();
  }
}

function matches(name: string, only = ''): boolean {
  return name.toLowerCase().includes(only.toLowerCase());
}

/** @param write takes what there is after each case, so that a suite of an hour that is ended leaves the part it did */
async function measureCases(
  cases: readonly Case[],
  runs: number,
  write: (results: readonly CaseResult[]) => Promise<void>,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [i, { name, row, size, flops, open }] of cases.entries()) {
    if (row !== undefined) tellProgress(`${i + 1} of ${cases.length}: ${name}`);
    const { contenders, absent = [], remark } = await open();
    const result = {
      case: name,
      ...(row === undefined ? {} : { row }),
      ...(size === undefined ? {} : { size }),
      ...(flops === undefined ? {} : { flops }),
      measurements: await measure(contenders, { warmUp: WARM_UP, runs }),
      absent,
      ...(remark === undefined ? {} : { remark }),
    };
    results.push(result);
    await write(results);
    if (row === undefined) print(name, formatCase(result));
  }
  tellProgress('');
  return results;
}

/** In a terminal, where a table comes at the end only. */
function tellProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

function print(title: string, lines: readonly string[]): void {
  console.log(`\n  ${title}`);
  for (const line of lines) console.log(`    ${line}`.trimEnd());
}
