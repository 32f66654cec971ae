import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import papaparse from 'papaparse';

/**
 *     PYTHON=python node benchmarks/dist/experiments/table.js page.md
 *
 * `npm run table` beside scikit-learn's HistGradientBoosting, which random search tunes for as long on the same rows: both
 * predict the same rows, which neither has seen. `NEURITE_MINUTES` says how long each is tuned. Ends with exit code 1 where
 * scikit-learn is better beyond the noise.
 */

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const COMMAND = join(ROOT, 'apps', 'learning-compared', 'dist', 'table', 'main.js');
const PEER = join(ROOT, 'benchmarks', 'python', 'table_peer.py');
const TABLES = join(ROOT, 'fixtures', 'classical', 'tables');
const minutes = Number(process.env.NEURITE_MINUTES ?? '1');
const python = process.env.PYTHON ?? 'python3';

/** What the Python program says: each score is larger where it is better. */
type Reply = {
  readonly version: string;
  readonly trials: number;
  readonly score: string;
  readonly ours: number;
  readonly theirs: number;
  /** Ours − theirs, on rows drawn again. */
  readonly lower: number;
  readonly upper: number;
};

const vega = createRequire(join(ROOT, 'apps', 'learning-compared', 'package.json')).resolve('vega-datasets');
const ofVega = (name: string): string => vega.replace(/build.index\.js$/, `data/${name}`);

function csvOf(file: string): string {
  return papaparse.unparse(JSON.parse(readFileSync(file, 'utf8')) as object[], { newline: '\n' });
}

const tables: readonly { name: string; target: string; write(path: string): void; options?: readonly string[] }[] = [
  { name: 'penguins', target: 'Species', write: (path) => writeFileSync(path, csvOf(ofVega('penguins.json'))) },
  { name: 'titanic', target: 'survived', write: (path) => copyFileSync(join(TABLES, 'titanic.csv'), path) },
  { name: 'auto-mpg', target: 'milesPerGallon', write: (path) => copyFileSync(join(TABLES, 'auto-mpg.csv'), path) },
  { name: 'seattle-weather', target: 'weather', write: (path) => copyFileSync(ofVega('seattle-weather.csv'), path) },
  { name: 'movies', target: 'IMDB Rating', write: (path) => writeFileSync(path, csvOf(ofVega('movies.json'))) },
];

function run(command: string, args: readonly string[]): string {
  // One core for each side.
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, env });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

const page = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'neurite-table-'));
const lines: string[] = [];
let version = '';
let isWithin = true;
for (const { name, target, write } of tables) {
  const file = join(folder, `${name}.csv`);
  write(file);
  const own = join(folder, name);
  run(process.execPath, [COMMAND, file, '--target', target, '--minutes', String(minutes), '--run', own]);
  const summary = JSON.parse(readFileSync(join(own, 'summary.json'), 'utf8')) as {
    readonly best: { readonly model: string };
    readonly models: readonly { readonly trials: number }[];
    readonly counts: { readonly rows: number };
  };
  const reply = JSON.parse(run(python, [PEER, file, target, join(own, 'held-out.csv'), String(60 * minutes)])) as Reply;
  version = reply.version;
  const { score, ours, theirs, lower, upper } = reply;
  isWithin &&= upper >= 0;
  const trials = summary.models.reduce((sum, model) => sum + model.trials, 0);
  const cells = [
    ...[name, summary.counts.rows, score, ours.toFixed(3), theirs.toFixed(3)],
    ...[`${(ours - theirs).toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`, summary.best.model],
    ...[trials, reply.trials],
  ];
  lines.push(`| ${cells.join(' | ')} |`);
  console.log(lines.at(-1));
}
const text = `# \`npm run table\` beside scikit-learn

Made by \`PYTHON=… npm run check -- table\`. Each side has ${60 * minutes} seconds of one core to tune, on the same rows; both are tested on
the same rows, a fifth, which neither has seen. On the other side is HistGradientBoosting of scikit-learn ${version}, tuned by
random search over the same ranges in five folds; a larger score is better. Differences have 95 % intervals over rows drawn
again; 0 or more at their end means that scikit-learn is not better beyond the noise.

| table | rows | score | ours | scikit-learn | difference | our best model | our trials | its trials |
| --- | ---: | --- | ---: | ---: | --- | --- | ---: | ---: |
${lines.join('\n')}
`;
if (page !== undefined) writeFileSync(page, text);
if (!isWithin) process.exitCode = 1;
