import { writeFileSync } from 'node:fs';
import type { Found } from '../distributed/found.js';
import { links } from '../distributed/links.js';
import { measureAlone, measureTwo } from '../distributed/measure-ranks.js';
import { type OverLink, pageOf } from '../distributed/page.js';
import { describeMachine } from '../machine.js';
import { median } from '../measure.js';

/**
 *     node benchmarks/dist/experiments/distributed.js page.md
 *
 * How long a train step of one and of two processes takes over several networks, and what a model of the cost says of it.
 */

/** Bytes of arrays that are added up. */
const SIZES = [4, 1024, 4096, 65_536, 262_144, 1e6, 4e6, 16e6, 100e6];
/** Rows of each process: as many as one alone, or a half. */
const ROWS = [64, 32];
/** How often one process and two take turns over the fastest network, since the pace of a machine changes; over others once. */
const TURNS = 3;

const alone = new Map<number, number[]>(ROWS.map((rows) => [rows, []]));
const over: OverLink[] = [];
for (const [i, { name, open }] of links.entries()) {
  try {
    const link = await open();
    const turns: Found[] = [];
    try {
      while (turns.length < (i === 0 ? TURNS : 1)) {
        for (const { rows, seconds } of measureAlone({ rows: ROWS, sizes: [] }).steps) alone.get(rows)!.push(seconds);
        turns.push(await measureTwo(link, { rows: ROWS, sizes: turns.length === 0 ? SIZES : [] }));
      }
    } finally {
      link.close();
    }
    over.push({ name, found: ofTurns(turns) });
  } catch (error) {
    over.push({ name, why: error instanceof Error ? error.message.split('\n')[0]! : String(error) });
  }
  console.log(`${name}: ${JSON.stringify(over.at(-1))}`);
}
if (over.every((one) => 'why' in one)) process.exitCode = 1;
else {
  const medians = new Map([...alone].map(([rows, seconds]) => [rows, median(seconds)]));
  writeFileSync(process.argv[2]!, pageOf({ machine: describeMachine(), alone: medians, links: over }));
}

function ofTurns(turns: readonly Found[]): Found {
  const [first] = turns;
  const steps = first!.steps.map((step, i) => ({
    ...step,
    seconds: median(turns.map((turn) => turn.steps[i]!.seconds)),
    without: median(turns.map((turn) => turn.steps[i]!.without)),
    slowest: median(turns.map((turn) => turn.steps[i]!.slowest)),
  }));
  return { ...first!, steps };
}
