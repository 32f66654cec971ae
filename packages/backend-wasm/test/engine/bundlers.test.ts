import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWithEsbuild, bundleWithWebpack } from '../support/bundle.js';
import type { PageReport } from '../support/pages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'test/support/train-step.mjs');
const notBuilt = existsSync(join(root, 'dist/index.js')) ? undefined : 'the package is not built';
const STEP = expect.closeTo(-0.08, 5);

/** What the program says on one thread and on two. */
async function stepsIn(command: string, args: readonly string[], cwd = root): Promise<PageReport[]> {
  // Without the test runner's NODE_PATH and NODE_OPTIONS, by which more would be found than a user has.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1' };
  // That it ends by itself is a part of the test.
  const { stdout } = await promisify(execFile)(command, [...args], { cwd, env, timeout: 300_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PageReport);
}

describe.skipIf(notBuilt !== undefined)(`a bundle in Node (${notBuilt ?? 'as a user builds it'})`, () => {
  // One place from which the installed package is found, and one from which it is not.
  const inside = join(root, 'runs', 'bundles');
  let outside = '';
  beforeAll(async () => {
    mkdirSync(inside, { recursive: true });
    outside = mkdtempSync(join(tmpdir(), 'neurite-bundles-'));
    await bundleWithWebpack(join(inside, 'webpack'), 'node');
    for (const folder of [inside, outside]) {
      await bundleWithEsbuild(join(folder, 'esm'), { platform: 'node' });
      await bundleWithEsbuild(join(folder, 'cjs'), { platform: 'node', format: 'cjs' });
    }
  });
  afterAll(() => {
    for (const folder of [inside, outside]) rmSync(folder, { recursive: true, force: true });
  });

  it.each(['webpack/page.cjs', 'esm/page.mjs', 'cjs/page.cjs'])(
    'finds everything in the installed package: %s',
    async (file) => {
      const steps = await stepsIn(process.execPath, [join(inside, file)]);
      expect(steps).toMatchObject([
        { threads: 1, weight: STEP },
        { threads: 2, weight: STEP },
      ]);
    },
  );

  it.each(['esm/page.mjs', 'cjs/page.cjs'])('says what to do where the package is not installed: %s', async (file) => {
    const [first] = await stepsIn(process.execPath, [join(outside, file)], outside);
    expect(first?.error).toMatch(/^useWasm: the kernels could not be .*Serve a copy of the folder .*paths/);
  });

  it('takes a copy of one folder', async () => {
    const options = JSON.stringify({ paths: join(root, 'wasm') });
    const steps = await stepsIn(process.execPath, [join(outside, 'esm/page.mjs'), options], outside);
    expect(steps).toMatchObject([
      { threads: 1, weight: STEP },
      { threads: 2, weight: STEP },
    ]);
  });
});

describe.each([
  ['deno', ['run', '--no-prompt', '--allow-read', '--allow-env', '--allow-sys', program]],
  ['bun', [program]],
])('%s', (runtime, args) => {
  const missing = notBuilt ?? (isOnPath(runtime) ? undefined : `there is no ${runtime} on the PATH`);
  it.skipIf(missing !== undefined)(
    `trains a convolution, with threads and without, and ends by itself (${missing ?? 'on the PATH'})`,
    async () => {
      expect(await stepsIn(runtime, args)).toMatchObject([
        { threads: 1, weight: STEP },
        { threads: 2, weight: STEP },
      ]);
    },
  );
});

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
