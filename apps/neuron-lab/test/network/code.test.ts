import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { generateCode, queryInCode } from '../../src/network/code.js';
import { decodeConfig, FIRST_CONFIG, type NetworkConfig } from '../../src/network/network-config.js';
import { makeSamples } from '../../src/network/samples.js';
import { after } from '../support/network-run.js';

const folder = fileURLToPath(new URL('./.generated/', import.meta.url));
const EPOCHS = 3;

const configs: Readonly<Record<string, NetworkConfig>> = {
  binary: { ...FIRST_CONFIG, ratio: 25 },
  classes: {
    ...FIRST_CONFIG,
    data: 'clouds3',
    ratio: 20,
    hidden: [3],
    activation: 'leakyRelu',
    optimizer: 'momentum',
    schedule: 'warmupCosine',
    clip: 1,
    regularization: 'l1',
    jitter: 0.2,
    features: ['x1', 'sin2'],
  },
  regression: {
    ...FIRST_CONFIG,
    data: 'hills',
    ratio: 90,
    hidden: [],
    optimizer: 'adamW',
    schedule: 'stepDecay',
    regularization: 'l2',
    jitter: 0.1,
    features: ['x2x2'],
  },
  linear: {
    ...FIRST_CONFIG,
    data: 'xor',
    activation: 'linear',
    ratio: 10,
    optimizer: 'nesterov',
    schedule: 'cosineDecay',
  },
};

beforeAll(async () => {
  await turnOnEngine();
  mkdirSync(folder, { recursive: true });
  for (const [name, config] of Object.entries(configs))
    writeFileSync(join(folder, `${name}.ts`), generateCode(config, EPOCHS));
  const options = {
    extends: '../../../tsconfig.json',
    // Against the declarations that the packages are published with, as whoever runs such a program has them.
    compilerOptions: { isolatedDeclarations: false, declaration: false, customConditions: [] },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('exported programs pass the strict type check', () => {
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  let said = '';
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    said = String((error as { stdout: unknown }).stdout); // what the compiler wrote
  }
  expect(said.split('\n').filter((line) => line.includes('.generated'))).toEqual([]);
});

for (const [name, config] of Object.entries(configs)) {
  test(`the exported program runs, and its network is that of the laboratory: ${name}`, async () => {
    const said: unknown[][] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void said.push(words));
    await import(join(folder, `${name}.ts`));
    log.mockRestore();

    const { test: tested } = await after(config, EPOCHS * Math.ceil(makeSamples(config).train.length / config.batch));
    expect(said[0]).toEqual(['loss of the last epoch', expect.any(Number)]);
    expect(said[1]).toEqual(['test loss', expect.closeTo(tested!.loss, 5)]);
  });
}

test('exported programs say how to run them, in syntax that Node 20.19 has', async () => {
  for (const config of Object.values(configs)) {
    const code = generateCode(config, 1);
    expect(code.split('\n')[0]).toMatch(
      /^\/\/ To run it, with Node 20\.19 or later: npm install (@[\w/-]+ )+tsx && npx tsx network\.mts$/,
    );
    // Nothing is left to translate for an older engine.
    const [newest, older] = await Promise.all(
      (['esnext', 'es2022'] as const).map((target) => transformWithOxc(code, 'network.mts', { target })),
    );
    expect(older!.code).toBe(newest!.code);
  }
});

test('the laboratory knows its own code again', () => {
  for (const config of Object.values(configs)) {
    expect(decodeConfig(queryInCode(generateCode(config, 1))!)).toEqual({ state: config, problems: [] });
  }
  expect(queryInCode('const x = 1;')).toBeUndefined();
});
