import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostArray } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { encodePng } from '@neurite/images/png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digits, digitsHere, ended, start, until, writeIdx, writeSmallData, writeTinyData } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'digits-'));
const smallData = join(folder, 'small');
const trained = join(folder, 'trained');
const tinyData = join(folder, 'tiny');

beforeAll(async () => {
  await writeSmallData(smallData);
  await writeTinyData(tinyData);
  const { status, stderr } = digits('train', '--data', smallData, '--epochs', '4', '--seed', '3', '--run', trained);
  expect(stderr).not.toContain('Warning');
  expect(status).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('train', () => {
  it('writes the model, the summary, the history and the confusions', () => {
    const summary = JSON.parse(readFileSync(join(trained, 'summary.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining([
        'testAccuracy',
        'trainSeconds',
        'stepMilliseconds',
        'backend',
        'parameters',
        'seed',
        'versions',
      ]),
    );
    expect(summary.seed).toBe(3);
    expect(summary.testAccuracy).toBeGreaterThan(0.8);
    const history = readFileSync(join(trained, 'history.csv'), 'utf8').trim().split('\n');
    expect(history).toHaveLength(1 + 4);
    expect(history[0]).toBe('epoch,steps,samples,seconds,loss,accuracy,validation.loss,validation.accuracy');
    const confusion = readFileSync(join(trained, 'confusion.csv'), 'utf8').trim().split('\n').slice(1);
    const counts = confusion.flatMap((row) => row.split(',').slice(1).map(Number));
    expect(counts).toHaveLength(100);
    expect(counts.reduce((a, b) => a + b)).toBe(100);
    expect(existsSync(join(trained, 'checkpoints'))).toBe(false);
    const events = readFileSync(join(trained, 'events.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(events[0]!)).toMatchObject({ type: 'run', seed: 3, hyperparameters: { data: smallData } });
    expect(JSON.parse(events.at(-1)!)).toMatchObject({ type: 'end', reason: 'finished' });
  });

  it('reports what was found in the data: at the top in a line each, below in full', () => {
    const sections = readFileSync(join(trained, 'report.html'), 'utf8').split('<h2');
    expect(sections[1]).toContain('test digits were read right');
    const found = /Duplicate rows: (?<sentence>[^<\n]+)/.exec(sections[1]!)?.groups?.sentence;
    expect(found).toMatch(/\d/);
    const all = sections.find((section) => section.includes('>Is the data fit to learn from?<'));
    expect(all).toContain(found);
    expect(all).toContain('Findings in numbers');
  });

  it('replaces a finished model when it is told to', async () => {
    const run = join(folder, 'again');
    cpSync(trained, run, { recursive: true });
    const options = ['train', '--data', tinyData, '--quick', '--run', run];
    expect((await digitsHere(...options)).status).toBe(2);
    expect(readFileSync(join(run, 'model.safetensors'))).toEqual(readFileSync(join(trained, 'model.safetensors')));
    const { stdout, status } = await digitsHere(...options, '--overwrite');
    expect([status, stdout.includes('· 1 epoch in ')]).toEqual([0, true]);
    expect(readFileSync(join(run, 'model.safetensors'))).not.toEqual(readFileSync(join(trained, 'model.safetensors')));
  });

  it('trains on the GPU where one works, else says why not and goes on with wasm', async () => {
    const run = join(folder, 'gpu');
    const { stdout, status } = digits('train', '--data', tinyData, '--epochs', '1', '--run', run, '--backend', 'gpu');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^on (tensorflow-gpu|webgpu|wasm) on .+: self-test right in \d+ ms/m);
    const { backend } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')) as { backend: string };
    expect(backend).toMatch(/^(tensorflow-gpu, |webgpu, |wasm \()/);
    const refused = await digitsHere('train', '--run', run, '--backend', 'cuda');
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("argument 'cuda' is invalid") });
  });

  it('learns nothing from the test part, and ends with one line: the accuracy, the time and the engine', async () => {
    const { x, y } = await mnist();
    const other = join(folder, 'other');
    writeIdx(
      other,
      'train',
      x.data,
      y.data,
      Array.from({ length: 240 }, (_, i) => 40 * i),
    );
    writeIdx(
      other,
      't10k',
      x.data,
      y.data.map((digit) => 9 - digit),
      [5, 500, 5000],
    );
    const weightsAfter = async (run: string, data: string): Promise<string> => {
      const path = join(folder, run);
      const { stdout } = await digitsHere('train', '--data', data, '--epochs', '4', '--seed', '3', '--run', path);
      expect(stdout.trim().split('\n').at(-1)).toMatch(
        /^test accuracy \d+\.\d % on (20|3) unseen digits · 4 epochs in \d+ s · wasm \((relaxed )?simd\)$/,
      );
      const file = readFileSync(join(path, 'model.safetensors'));
      return file.subarray(8 + Number(file.readBigUInt64LE())).toString('base64');
    };
    expect(await weightsAfter('blind', other)).toBe(await weightsAfter('seeing', tinyData));
  });

  it('resumes after Ctrl-C and ends with the weights of the uninterrupted run', async () => {
    const run = join(folder, 'interrupted');
    const options = ['train', '--data', smallData, '--epochs', '4', '--seed', '3', '--run', run];
    const child = start(...options);
    await until(child, 'epoch 2/4');
    child.kill('SIGINT');
    expect((await ended(child)).code).toBe(130);
    expect(existsSync(join(run, 'model.safetensors'))).toBe(false);

    const refused = await digitsHere(...options.with(6, '5'));
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(
      'the folder holds an interrupted run with other options: --epochs 4 --seed 3 --data',
    );

    expect((await digitsHere(...options)).status).toBe(0);
    expect(readFileSync(join(run, 'model.safetensors'))).toEqual(readFileSync(join(trained, 'model.safetensors')));
  });
});

describe('evaluate', () => {
  it('reproduces the accuracy of the summary', async () => {
    const { testAccuracy } = JSON.parse(readFileSync(join(trained, 'summary.json'), 'utf8')) as {
      testAccuracy: number;
    };
    const { stdout, status } = await digitsHere('evaluate', '--run', trained);
    expect(status).toBe(0);
    expect(stdout).toContain(`test accuracy ${(100 * testAccuracy).toFixed(1)} % on 100 unseen digits`);
  });
});

describe('predict', () => {
  it('prints the digit and the probabilities of all ten and of none for a large image, dark on light', async () => {
    const { x, y } = await mnist();
    const path = join(folder, 'photo.png');
    const index = 1500;
    writeFileSync(path, enlarge(x.data.subarray(index * 784, (index + 1) * 784), 5));
    const { stdout, status } = await digitsHere('predict', path, '--run', trained);
    expect(status).toBe(0);
    const [first, , ...rows] = stdout.trim().split('\n');
    expect(first).toBe(`${path} shows a ${y.data[index]}`);
    const shares = rows.map((row) => Number(/(\d+\.\d) %/.exec(row)?.[1]));
    expect(shares).toHaveLength(11);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(100, 0);
  });

  it('says when an image does not look like a digit', async () => {
    const path = join(folder, 'noise.png');
    const noise = Uint8Array.from({ length: 3600 }, (_, i) => (i * 2654435761) >>> 24);
    writeFileSync(path, encodePng(hostArray(noise, [60, 60, 1])));
    const { stdout, status } = await digitsHere('predict', path, '--run', trained);
    expect(stdout).toMatch(
      new RegExp(
        `^${path} does not look like a digit I learned from:\\n.*\\. If it is one, the nearest is \\d\\.\\n\\n     0 `,
      ),
    );
    expect(status).toBe(0);
  });
});

describe('wrong use ends with one sentence and exit code 2', () => {
  const text = join(folder, 'text.png');
  const empty = join(folder, 'empty.png');
  const blank = join(folder, 'blank.png');
  const broken = join(folder, 'broken');
  const letters = join(folder, 'letters');
  const large = join(folder, 'large');
  const LETTERS =
    'training part: `y` must be one of the 10 classes, 0 to 9; received 12 for image 1. Letters, for example';
  const LARGE = 'training part: `x` must be images of 28 × 28 pixels; received images of 32 × 32.';
  beforeAll(() => {
    for (const part of ['train', 't10k']) {
      writeIdx(letters, part, new Float32Array(3 * 784), Int32Array.of(1, 12, 3), [0, 1, 2]);
      writeIdx(large, part, new Float32Array(1024), Int32Array.of(1), [0], 32);
    }
    writeFileSync(text, 'this is not an image');
    writeFileSync(empty, '');
    writeFileSync(blank, encodePng(hostArray(new Uint8Array(81).fill(255), [9, 9, 1])));
    mkdirSync(broken);
    writeFileSync(join(broken, 'model.safetensors'), 'not a model');
  });

  it.each([
    [['--epoch', '3'], "error: unknown option '--epoch'"],
    [['--epochs', 'many'], 'It must be an integer of at least 1.'],
    [['--epochs', '0'], 'It must be an integer of at least 1.'],
    [['--quick', '--epochs', '3'], "option '--quick' cannot be used with option '--epochs <count>'"],
    [['--seed', '-1'], 'It must be an integer of at least 0.'],
    [['--run', ''], "error: option '--run <folder>' argument '' is invalid. It must be a path."],
    [['--data', ''], "error: option '--data <folder>' argument '' is invalid. It must be a path."],
    [['predict', ''], "error: command-argument value '' is invalid for argument 'image.png'. It must be a path."],
    [['evaluate', '--run', ''], "error: option '--run <folder>' argument '' is invalid. It must be a path."],
    [['learn'], 'npm start: `command` must be train, evaluate, predict or tune; received learn.'],
    [['predict'], "error: missing required argument 'image.png'"],
    [['predict', join(folder, 'none.png'), '--run', trained], 'there is no such file.'],
    [['predict', folder, '--run', trained], 'this is a folder.'],
    [['predict', text, '--run', trained], 'the file is not a PNG image.'],
    [['predict', empty, '--run', trained], 'the file is not a PNG image.'],
    [['predict', blank, '--run', trained], 'the image shows no digit, all of it has one shade.'],
    [['evaluate', '--run', join(folder, 'nowhere')], 'there is no saved model yet. Train one with npm start.'],
    [['evaluate', '--run', broken], join(broken, 'model.safetensors')],
    [['evaluate', '--run', text], `${text}/model.safetensors: a part of this path is a file, and must be a folder.`],
    [['evaluate', '--run', trained, '--data', text], `${text}: this is a file, and must be a folder.`],
    [['train', '--data', tinyData, '--run', text], `${text}: this is a file, and must be a folder.`],
    [['train', '--data', text, '--run', join(folder, 'none')], `${text}: this is a file, and must be a folder.`],
    [['train', '--data', join(folder, 'nowhere')], 'nowhere: there is no such folder.'],
    [['train', '--data', letters, '--run', join(folder, 'none')], LETTERS],
    [['evaluate', '--data', letters, '--run', trained], LETTERS],
    [['train', '--data', large, '--run', join(folder, 'none')], LARGE],
    [['train', '--data', folder, '--run', join(folder, 'none')], 'train-images-idx3-ubyte is missing'],
  ])('%j', async (args, sentence) => {
    expectRefused(await digitsHere(...args), sentence);
    expect(readFileSync(join(broken, 'model.safetensors'), 'utf8')).toBe('not a model');
  });

  it.each([
    [[], 'the folder holds a finished model, of '],
    [['--fresh'], 'Add --overwrite to replace it'],
  ])('train %j on a finished model', async (options, sentence) => {
    expectRefused(await digitsHere('train', '--data', tinyData, '--run', trained, ...options), sentence);
  });

  it('shows its help', () => {
    const { stdout, status } = digits('--help');
    expect(stdout).toContain('npm start -- predict seven.png');
    for (const option of ['--epochs <count>', '--seed <number>', '--data <folder>', '--run <folder>', '--overwrite']) {
      expect(stdout).toContain(`  ${option}`);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(status).toBe(0);
  });

  it('shows versions', () => {
    const { stdout, status } = digits('--version');
    expect(stdout).toMatch(/^node \d+\.\d+\.\d+\n@neurite\/core \d+\.\d+\.\d+\n/);
    expect(status).toBe(0);
  });
});

function expectRefused({ stdout, stderr, status }: Awaited<ReturnType<typeof digitsHere>>, sentence: string): void {
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(status).toBe(2);
}

/** A digit as a scanner would give it: many pixels, dark ink on light paper, in colour. */
function enlarge(digit: Float32Array, factor: number): Uint8Array {
  const side = 28 * factor;
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const [row, column] = [Math.floor(i / side / factor), Math.floor((i % side) / factor)];
    data.fill(250 - 230 * digit[row * 28 + column]!, 3 * i, 3 * i + 3);
  }
  return encodePng(hostArray(data, [side, side, 3]));
}
