import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard } from '@neurite/testing/heard';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTableCommand } from '../src/table/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'table-'));
const run = join(folder, 'run');
const file = join(folder, 'trees.csv');
const command = (...args: string[]) => heard(() => runTableCommand(args));
const read = (name: string) => readFileSync(join(run, name), 'utf8');

/** Trees whose kind follows from their height and leaves, some of them not measured. */
function treesCsv(rows: number, cell: (row: number) => string = (row) => `${10 + (row % 13)}`): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [height, leaf] = [cell(row), ['round', 'long', ''][row % 3]!];
    return [height, leaf, (row * 37) % 11, Number(height) + (leaf === 'long' ? 5 : 0) > 17 ? 'oak' : 'beech'].join();
  });
  return `height,leaf,noise,kind\n${lines.join('\n')}\n`;
}

/** One trial of each kind. */
const quick = ['--minutes', '1e-9', '--folds', '2', '--run', run];

afterAll(() => {
  removeBackend('wasm');
  rmSync(folder, { recursive: true });
});

describe('npm run table', () => {
  let first: Awaited<ReturnType<typeof command>>;
  beforeAll(async () => {
    writeFileSync(file, treesCsv(90));
    first = await command(file, '--target', 'kind', ...quick);
  });

  it('compares all kinds of models, and says what follows', () => {
    expect(first.stderr).not.toContain('Error');
    expect(first.status).toBe(0);
    const summary = JSON.parse(read('summary.json'));
    expect(summary.models.map(({ model }: { model: string }) => model).sort()).toEqual([
      'boosting',
      'extraTrees',
      'linear',
      'neighbors',
      'network',
      'randomForest',
      'supportVectors',
    ]);
    expect(summary.models.every(({ trials }: { trials: number }) => trials === 1)).toBe(true);
    expect(summary.importances[0].input).toBe('height');
    for (const sentence of summary.conclusions) expect(first.stdout.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(first.stdout).toContain(`Model:  ${run}/model.safetensors`);
    expect(read('report.html')).toContain('What predicts kind');
    expect(read('held-out.csv').split('\n')).toHaveLength(18 + 2);
  });

  it('fits a terminal of 80 columns', () => {
    const lines = first.stdout.split('\n').filter((line) => !line.includes(folder));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('predicts other rows as the model of the run does', async () => {
    const others = join(folder, 'others.csv');
    // A column more, one less, another order, and a leaf that nobody has seen.
    writeFileSync(others, 'leaf,age,noise,height\nround,7,3,22\nlong,7,3,10\nstar,7,3,\n');
    const { status, stdout } = await command('predict', others, '--run', run);
    expect(status).toBe(0);
    expect(stdout).toContain('1 rows have a leaf that was not learned from, such as star');
    const [header, tall, small, ...rest] = read('predictions.csv').split('\n');
    expect(header).toBe('predicted,probability of beech,probability of oak');
    expect(tall).toMatch(/^oak,/);
    expect(small).toMatch(/^beech,/);
    expect(rest).toHaveLength(2);
  });

  it('goes on where it stood, and only with the same options', async () => {
    const trials = read('trials/linear.jsonl');
    const again = await command(file, '--target', 'kind', ...quick);
    expect(again.status).toBe(0);
    expect(read('trials/linear.jsonl')).toBe(trials);
    const other = await command(file, '--target', 'kind', '--seed', '8', ...quick);
    expect(other).toMatchObject({ status: 2 });
    expect(other.stderr).toContain('the folder holds the search of another file, or with other options');
    expect(existsSync(join(run, 'model.safetensors'))).toBe(true);
  });

  it('predicts values, too', async () => {
    const own = join(folder, 'values');
    const { status, stdout } = await command(file, '--target', 'height', '--task', 'values', ...quick, '--run', own);
    expect(status).toBe(0);
    expect(stdout).toContain('R² in folds');
    expect((await command('predict', file, '--run', own)).stdout).toMatch(/height of 90 rows:\n {2}row 1: [\d.]+\n/);
  });

  it.each([
    [['missing.csv', '--target', 'kind'], 'missing.csv'],
    [[file], "required option '--target <column>' not specified"],
    [[file, '--target', 'kind', '--minutes', '0'], 'It must be a number above 0.'],
    [[file, '--target', 'kind', '--folds', '1'], 'It must be an integer of at least 2.'],
    [[file, '--target', 'kind', '--task', 'both'], 'Allowed choices are classes, values.'],
    [[file, '--target', 'typo'], '`--target` must be a column of the file: height, leaf, noise and kind'],
    [['predict', file, '--run', join(folder, 'nothing')], 'there is no model in'],
    [['predict', 'missing.csv', '--run', run], 'missing.csv'],
    [[file, 'more.csv', '--target', 'kind'], 'too many arguments'],
  ])('answers %o in a sentence', async (args, sentence) => {
    const { status, stderr } = await command(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('refuses other rows that lack a column, or have another type there', async () => {
    const others = join(folder, 'wrong.csv');
    writeFileSync(others, 'leaf,noise\nround,3\n');
    expect((await command('predict', others, '--run', run)).stderr).toContain('has no column height');
    writeFileSync(others, 'leaf,noise,height\nround,3,tall\n');
    expect((await command('predict', others, '--run', run)).stderr).toContain('tall');
  });

  it('refuses an empty file, and one of too few rows', async () => {
    const small = join(folder, 'small.csv');
    writeFileSync(small, '');
    expect((await command(small, '--target', 'kind')).status).toBe(2);
    writeFileSync(small, treesCsv(20));
    expect((await command(small, '--target', 'kind', '--run', run)).stderr).toContain(
      '20 rows with kind, and 30 are needed',
    );
  });
});
