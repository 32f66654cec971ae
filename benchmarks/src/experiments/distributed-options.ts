import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MpiOptions, mpirunCommand } from '@neurite/distributed';
import type { OptionsFound } from '../distributed/options-rank.js';
import { describeMachine } from '../machine.js';

/**
 *     node benchmarks/dist/experiments/distributed-options.js page.md [epochs] [digits]
 *
 * What the options of `mpi` do to accuracy, bytes and time, for the digits network in two processes.
 */
const PROGRAM = fileURLToPath(new URL('../distributed/options-rank.js', import.meta.url));
const [, , page, epochs = '3', digits = '8000'] = process.argv;

const all: readonly (readonly [name: string, options: MpiOptions])[] = [
  ['none', {}],
  ["compression: 'float16'", { compression: 'float16' }],
  ["compression: 'bfloat16'", { compression: 'bfloat16' }],
  ['compression: { topK: 0.1 }', { compression: { topK: 0.1 } }],
  ['compression: { topK: 0.01 }', { compression: { topK: 0.01 } }],
  ['averaging: { period: 4 }', { averaging: { period: 4 } }],
  ['averaging: { period: 16 }', { averaging: { period: 16 } }],
  ['zeroRedundancy: true', { zeroRedundancy: true }],
];

const load = loadavg()[0]!;
const rows: string[] = [];
let library: string | undefined;
for (const [name, options] of all) {
  const found = await measured(options);
  library = found.library;
  const cells = [
    `\`${name}\``,
    `${(100 * found.accuracy).toFixed(1)} %`,
    `${(found.bytes / 1e3).toFixed(1)} kB`,
    `${(1000 * found.seconds).toFixed(1)} ms`,
    `${(found.state / 1e3).toFixed(0)} kB`,
  ];
  rows.push(`| ${cells.join(' | ')} |`);
  console.log(rows.at(-1));
}
const { cpu, cores, node } = describeMachine();
const busy = load > cores ? ' The machine was busy: its times say little.' : '';
writeFileSync(
  page!,
  `# Options of training in several processes

\`npm run check -- mpi-options\`: the digits network of \`npm start\` with its recipe, ${epochs} epochs of ${Number(digits).toLocaleString('en')} digits in batches of 64,
in two processes on one machine over shared memory. ${cpu}, Node ${node.slice(1)}, ${library?.split(',')[0]}; load at the beginning ${load.toFixed(1)}.${busy}

Accuracy is that of 1,000 test digits after one training each: differences below a point are chance. Bytes are those that one
process sends in a step on average, of an all-reduce what a ring sends, with the reports of the step. The time of a step is the median. The state is
that of the optimizer in the first process.

| option | test accuracy | sent in a step | step | optimizer's state |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`,
);

async function measured(options: MpiOptions): Promise<OptionsFound> {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-options-'));
  try {
    const file = join(folder, 'found.json');
    const command = await mpirunCommand([process.execPath, PROGRAM, file, JSON.stringify(options), epochs, digits], {
      ranks: 2,
    });
    const { status, stderr } = spawnSync(command.file, command.args, {
      env: { ...process.env, ...command.env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new RangeError(`${command.file} ended with ${status ?? 'a signal'}: ${stderr.trim()}`);
    return JSON.parse(readFileSync(file, 'utf8')) as OptionsFound; // written by the program
  } finally {
    rmSync(folder, { recursive: true });
  }
}
