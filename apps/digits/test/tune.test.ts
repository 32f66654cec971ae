import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { liveTable, tableLines } from '../src/tune/live-table.js';
import { DEFAULT_VALUES } from '../src/tune/space.js';
import type { DigitTrial } from '../src/tune/trial-cells.js';
import { digits, digitsHere, ended, program, writeTinyData } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'digits-tune-'));
const data = join(folder, 'tiny');
const study = join(folder, 'runs/tune/small');
const tune = ['tune', '--data', data, '--study', 'small', '--epochs', '3'];

beforeAll(() => writeTinyData(data));
afterAll(() => rmSync(folder, { recursive: true }));

describe('tune', () => {
  it('answers Ctrl-C with what it has found, goes on from there, and the winner can be trained', async () => {
    const child = spawn(process.execPath, [program, ...tune, '--minutes', '100'], { cwd: folder });
    const end = ended(child);
    await new Promise<void>((resolve, reject) => {
      child.on('close', () => reject(new RangeError('it ended before a trial was complete')));
      child.stderr.on('data', (text) => String(text).includes('complete') && resolve());
    });
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toContain('Stopping; the next start goes on with this study.');
    expect(stderr.split('\n')[0]).toMatch(/^trial +state +epochs +accuracy +ms +filters +neurons/);
    const html = readFileSync(join(study, 'report.html'), 'utf8');
    expect(html).toContain('of the validation digits');
    const best = JSON.parse(readFileSync(join(study, 'best.json'), 'utf8')) as object;
    expect(Object.keys(best)).toEqual(['filters', 'batchNorm', 'neurons', 'learningRate', 'dropout', 'augmentation']);

    const before = linesOf('ask');
    const again = spawnSync(process.execPath, [program, ...tune, '--minutes', '0.0001'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([again.status, linesOf('study')]).toEqual([0, 1]);
    expect(linesOf('ask')).toBeGreaterThanOrEqual(before);
    const other = spawnSync(process.execPath, [program, ...tune, '--seed', '8'], { cwd: folder, encoding: 'utf8' });
    expect(other.stderr).toContain('the folder holds a study with other settings: --epochs 3 --seed 7 --data');
    expect(other.status).toBe(2);

    const wide = join(folder, 'wide.json');
    writeFileSync(wide, JSON.stringify({ ...best, filters: [4, 6, 8], neurons: [12] }));
    const run = join(folder, 'trained');
    const train = digits('train', '--data', data, '--epochs', '1', '--config', wide, '--run', run);
    expect([train.status, train.stderr.includes('Warning')]).toEqual([0, false]);
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain(
      'conv2d(4, 5), maxPool2d(2), relu(), conv2d(6, 3)',
    );
    expect((await digitsHere('evaluate', '--data', data, '--run', run)).status).toBe(0);
  });

  it.each<readonly [string[], string]>([
    [['tune', '--minutes', '0'], 'It must be a number above 0 and of at most 10,080.'],
    [['tune', '--minutes', 'ten'], 'It must be a number above 0'],
    [['tune', '--study', '../other'], 'It must have only letters, digits, - and _.'],
    [['tune', '--epochs', '0'], 'It must be an integer of at least 1.'],
    [['tune', '--trials', '3'], "unknown option '--trials'"],
    [['train', '--config', join(folder, 'none.json')], 'none.json: there is no such file or folder. Check the path.'],
  ])('refuses %j', async (args, sentence) => {
    const { stderr, status } = await digitsHere(...args);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
  });

  it('refuses a configuration that is none, in a sentence', async () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{"filters": [16');
    const broken = await digitsHere('train', '--config', path);
    expect(broken.stderr).toBe(`${path}: the file is not JSON. Give a file that npm run tune wrote, best.json.\n`);
    writeFileSync(path, '{"filters": [16], "dropout": 2}');
    const wrong = await digitsHere('train', '--config', path);
    expect(wrong.stderr).toBe(`${path}: \`dropout\` must be a finite number of at least 0 and below 1; received 2.\n`);
    expect([broken.status, wrong.status]).toEqual([2, 2]);
    expect(existsSync('runs/digits/checkpoints/options.json')).toBe(false);
  });
});

function linesOf(type: string): number {
  return readFileSync(join(study, 'study.jsonl'), 'utf8').split(`"type":"${type}"`).length - 1;
}

describe('the table in the terminal', () => {
  const trial = (number: number, state: DigitTrial['state'], accuracies: readonly number[]): DigitTrial => ({
    number,
    state,
    values: DEFAULT_VALUES,
    result: state === 'complete' ? accuracies.at(-1) : undefined,
    reports: accuracies.map((value, i) => ({ step: i + 1, value })),
    constraints: {},
    attributes: { milliseconds: 41.7 },
    problem: undefined,
    retryOf: undefined,
    seconds: 12,
  });
  const trials = [
    trial(0, 'pruned', [0.99]),
    trial(1, 'complete', [0.9, 0.95]),
    trial(2, 'complete', [0.9, 0.97]),
    trial(3, 'running', [0.5]),
    trial(4, 'failed', []),
    ...Array.from({ length: 20 }, (_, i) => trial(5 + i, 'pruned', [0.2])),
  ];

  it('keeps what it says below the rows while it is redrawn in place', () => {
    vi.stubEnv('CI', '');
    vi.stubEnv('TERM', 'xterm');
    const written: string[] = [];
    const stream = { isTTY: true, columns: 60, write: (text: string) => written.push(text) > 0 };
    const table = liveTable(stream);
    table.show({ trials: trials.slice(0, 1), seconds: 0, limit: 60 });
    table.say(`Stopping; ${'x'.repeat(80)}`);
    table.show({ trials: trials.slice(0, 2), seconds: 1, limit: 60 });
    vi.unstubAllEnvs();
    const last = written.at(-1)!;
    // Three lines and the one that was said are written over.
    expect(last.startsWith('\x1b[4A\rtrial')).toBe(true);
    expect(last.split('\n').map((line) => line.replaceAll('\x1b', '').slice(1, 9))).toEqual([
      expect.any(String),
      expect.stringContaining('1'),
      expect.stringContaining('0'),
      expect.stringMatching(/^[━─]+$/),
      'Stopping',
      'J',
    ]);
    expect(last).toContain('x…');
  });

  it.each([80, 120, 40])('fits into %i columns, the best of the longest first, what runs last', (columns) => {
    const lines = tableLines({ trials, seconds: 65, limit: 600 }, columns - 1);
    expect(lines).toHaveLength(1 + 8 + 1 + 1);
    for (const line of lines) expect(line.length).toBeLessThan(columns);
    expect(lines.slice(1, 4).map((line) => line.trim().split(/ +/)[0])).toEqual(['2', '1', '0']);
    expect(lines.at(-2)).toMatch(/^ +3 +running/);
    if (columns < 80) return;
    expect(lines.at(-1)).toBe('━━────────────────── 1:05 of 10:00 · 2 complete, 21 pruned, 1 failed');
    expect(lines[1]).toContain(
      columns === 120 ? '0.30          1.00       12' : '97.0 %     42     16 32        –     0.004',
    );
  });
});
