import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@neurite/images/png';
import { heard } from '@neurite/testing/heard';
import { interrupted } from '@neurite/testing/interrupted';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.js';
import { photograph, writePets } from './support/photographs.js';

const root = mkdtempSync(join(tmpdir(), 'pets-command-'));
const data = join(root, 'data');
const run = join(root, 'run');
const weights = new URL('../../../fixtures/pets/basic.safetensors', import.meta.url).pathname;
const command = (...args: string[]) => heard(() => runCommandLine(args));
const quick = (...args: string[]) => command('--data', data, '--quick', '--size', '32', ...args);
const read = (name: string, folder = run) => readFileSync(join(folder, name), 'utf8');

beforeAll(() => writePets(data, 20));
afterAll(() => {
  removeBackend('wasm');
  rmSync(root, { recursive: true });
});

describe('npm run pets', () => {
  let first: Awaited<ReturnType<typeof command>>;
  beforeAll(async () => {
    writeFileSync(join(data, 'cat', 'notes.txt'), 'x');
    first = await quick('--run', run);
  });

  it('examines, trains, tests, explains, and writes what follows', () => {
    expect(first.stderr).not.toContain('Error');
    expect(first.status).toBe(0);
    const summary = JSON.parse(read('summary.json'));
    expect(summary).toMatchObject({ classes: ['cat', 'dog'], photographs: { train: 30, validation: 2, test: 8 } });
    expect(summary.faults.found).toEqual([
      { name: join(data, 'cat/notes.txt'), problem: 'the name does not end in .jpg, .jpeg or .png', used: false },
    ]);
    const said = first.stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('Photographs of cat and dog: 30 to learn from');
    expect(said).toContain('1 file or folder is not as they should be');
    expect(said).toContain('of 8 photographs that it has never seen are answered right');
    const report = read('report.html');
    for (const words of ['Where does it look?', 'notes.txt', 'Confusions', 'Right answers by their probability']) {
      expect(report).toContain(words);
    }
    expect(existsSync(join(run, 'checkpoints'))).toBe(false);
  });

  it('has nothing to do where all is done, and goes on only with the same options', async () => {
    const time = statSync(join(run, 'model.safetensors')).mtimeMs;
    expect((await quick('--run', run)).status).toBe(0);
    expect(statSync(join(run, 'model.safetensors')).mtimeMs).toBe(time);
    const other = await quick('--run', run, '--seed', '8');
    expect(other.status).toBe(2);
    expect(other.stderr).toContain(`the folder holds a run with other options: --data ${data} --size 32 --seed 7`);
  });

  it('goes on after Ctrl-C, and ends with the same bytes', async () => {
    const broken = join(root, 'broken');
    const args = ['--data', data, '--quick', '--size', '32', '--run', broken];
    const said = await interrupted(() => runCommandLine(args), 'epoch 1/2: loss');
    expect(said).toContain('the same command goes on from here');
    expect(existsSync(join(broken, 'checkpoints'))).toBe(true);
    expect(existsSync(join(broken, 'model.safetensors'))).toBe(false);
    const { status, stderr } = await quick('--run', broken);
    expect(status).toBe(0);
    expect(stderr).not.toContain('epoch 1/2');
    expect(readFileSync(join(broken, 'model.safetensors')).equals(readFileSync(join(run, 'model.safetensors')))).toBe(
      true,
    );
  });

  it('answers what a photograph shows', async () => {
    const path = join(root, 'own.png');
    writeFileSync(path, encodePng(photograph('dog', 99, 40)));
    const { status, stdout } = await command('predict', path, '--run', run);
    expect(status).toBe(0);
    expect(stdout).toMatch(/(cat|dog), \d+\.\d %.*\n {2}(cat|dog) \d+\.\d %\n {2}(cat|dog) \d+\.\d %/);
    expect(read('prediction.html')).toContain('Where does the network look?');
  });

  it('starts from weights, of which the last layer alone learns where that is asked for', async () => {
    const { readSafetensors } = await import('@neurite/formats');
    const tensors = readSafetensors(readFileSync(weights)).tensors;
    const kernel = async (...args: string[]) => {
      const folder = join(root, `weights${args.length}`);
      const { status } = await quick('--run', folder, '--epochs', '1', '--weights', weights, ...args);
      expect(status).toBe(0);
      const learned = readSafetensors(readFileSync(join(folder, 'model.safetensors'))).tensors;
      const { data: values } = learned['layers.backbone.layers.bn1.runningMean']!;
      return [...(values as Float32Array)];
    };
    const before = [...(tensors['bn1.running_mean']!.data as Float32Array)];
    expect(await kernel('--probe')).toEqual(before);
    expect(await kernel()).not.toEqual(before);
  });

  it.each([
    [[], 'npm run pets: it needs photographs, in a folder with a folder for each class (pets/cat/1.jpg'],
    [['--data', join(root, 'nowhere')], `${join(root, 'nowhere')}: there is no such folder.`],
    [['--data', root, '--probe'], 'npm run pets: `--probe` must come with --weights <file>; received no weights.'],
    [['--data', data, '--faults', 'refuse'], `${data}: 1 file or folder is not as they should be`],
    [['--data', data, '--weights', 'none.safetensors', '--size', '32'], 'none.safetensors: there is no such file'],
    [['--size', '20'], 'It must be an integer of at least 32.'],
    [['--faults', 'mend'], 'Allowed choices are skip, refuse.'],
    [['trian'], '`command` must be train or predict; received trian.'],
    [['predict', join(root, 'none.jpg'), '--run', run], 'none.jpg: there is no such file or folder.'],
    [['predict', join(data, 'cat/notes.txt'), '--run', run], 'the file is neither a PNG nor a JPEG image.'],
    [
      ['predict', join(data, 'cat/0.jpg'), '--run', root],
      'there is no model yet. Make one first: npm run pets -- --data <folder>.',
    ],
  ])('answers %o in a sentence', async (args, sentence) => {
    const own = args[0] === 'predict' ? [] : ['--run', join(root, 'other')];
    const { status, stderr } = await command(...args, ...own);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('prints how it is used in 80 columns', async () => {
    const { status, stdout } = await command('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('npm run pets -- predict photo.jpg');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await command('--version')).stdout).toContain('@neurite/core');
  });
});
