import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeBackend, engine as tfjs } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/internal/command-line.js';
import { bindingCode, type Files, fakeTfjsNode, inProject } from './support/fake-project.js';
import { FAKE_PYTHON, FAKE_TENSORFLOW, fakeCompiler } from './support/fake-python.js';

const CPU = '@tensorflow/tfjs-node';
const project: Files = { ...fakeTfjsNode(CPU), ...FAKE_PYTHON, ...FAKE_TENSORFLOW, ...fakeCompiler() };

/** What a command says, and its exit code. */
async function run(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(args, {
    say: (line) => out.push(line),
    complain: (line) => err.push(line),
    columns: 80,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const cacheOf = (folder: string): string => join(folder, 'cache', 'neurite', 'backend-node-gpu');

beforeEach((context) => {
  if (process.platform !== 'linux') context.skip('setup builds on Linux alone');
  // None but those of the fakes.
  for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX', 'CXX']) vi.stubEnv(name, undefined);
});

afterEach(() => vi.unstubAllEnvs());

describe('setup', () => {
  it('tells every step and does nothing in a dry run', async () => {
    await inProject(project, async (folder) => {
      const { code, out } = await run('setup', '--dry-run');
      expect(code).toBe(0);
      expect(out).toContain(`setup: ${CPU} 4.22.0 on TensorFlow 2.98.0`);
      expect(out).toMatch(
        /1\/3 compile the binding, 5 to 15 seconds, 0\.1 MB\n {4}g\+\+ -std=c\+\+17 .+tfjs_backend\.cc/,
      );
      expect(out).toContain(`3/3 place it in the cache`);
      expect(out).toContain(join(cacheOf(folder), 'tfjs_binding.node'));
      expect(existsSync(cacheOf(folder))).toBe(false);
    });
  });

  it('builds what useNodeGpu then runs, and teardown removes it', async () => {
    vi.resetModules();
    const { useNodeGpu } = await import('../src/index.js');
    await inProject(project, async (folder) => {
      const { code, out } = await run('setup');
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('TensorFlow 2.99.0, on the CPU') });
      expect(readdirSync(cacheOf(folder)).sort()).toEqual(['binding.json', 'tfjs_binding.node']);
      expect(JSON.parse(readFileSync(join(cacheOf(folder), 'binding.json'), 'utf8'))).toEqual({
        package: CPU,
        packageVersion: '4.22.0',
        tensorflow: { folder: join(folder, 'lib', 'tensorflow'), version: '2.99.0' },
      });
      expect(`${await useNodeGpu({ prefer: 'tensorflow-cpu', strict: true })}`).toMatch(
        /^tensorflow-cpu on the CPU with TensorFlow 2\.99\.0/,
      );
      removeBackend(tfjs().backendName);
      const dry = await run('teardown', '--dry-run');
      expect(dry.out).toMatch(
        /1\/3 remove .+binding\.json, 0\.0 MB\n2\/3 remove .+tfjs_binding\.node, 0\.0 MB\n3\/3 remove/,
      );
      expect(existsSync(cacheOf(folder))).toBe(true);
      expect((await run('teardown')).code).toBe(0);
      expect(readdirSync(join(folder, 'cache'))).toEqual([]);
      expect((await run('teardown')).out).toBe(`teardown: there is nothing in ${cacheOf(folder)}.`);
    });
  });

  it('installs TensorFlow where it is told to', async () => {
    await inProject(project, async (folder) => {
      const { code, out } = await run('setup', '--install');
      expect(code).toBe(0);
      expect(out).toMatch(/1\/5 make an environment of Python in the cache, 15 MB\n {4}\S+python3 -m venv /);
      expect(out).toMatch(
        /2\/5 install tensorflow-cpu, a download of 230 to 300 MB, 1\.0 to 1\.3 GB on disk\n {4}\S+python -m pip install --no-cache-dir --upgrade --no-deps tensorflow-cpu/,
      );
      const { tensorflow } = JSON.parse(readFileSync(join(cacheOf(folder), 'binding.json'), 'utf8'));
      expect(tensorflow.folder).toBe(join(cacheOf(folder), 'venv', 'lib', 'tensorflow'));
      const other = join(folder, 'cache', 'neurite', 'another package');
      mkdirSync(other);
      const removed = (await run('teardown')).out;
      expect(removed).toContain(join(cacheOf(folder), 'venv'));
      expect(readdirSync(join(folder, 'cache', 'neurite'))).toEqual(['another package']);
    });
  });

  it.each(['lib/tensorflow', 'lib', '.', 'bin/python3'])('takes TensorFlow at %s', async (path) => {
    await inProject(project, async (folder) => {
      const { out } = await run('setup', '--dry-run', '--tensorflow', join(folder, path));
      expect(out).toContain('on TensorFlow 2.98.0');
    });
  });

  it('leaves what is there when something fails', async () => {
    await inProject(project, async (folder) => {
      await run('setup');
      const before = readFileSync(join(cacheOf(folder), 'binding.json'), 'utf8');
      vi.stubEnv('CXX', 'false');
      expect(await run('setup')).toMatchObject({ code: 1, err: 'setup: the binding does not compile (1)\n.' });
      vi.stubEnv('CXX', 'no such compiler');
      expect((await run('setup')).err).toContain('the binding does not compile (not started)');
      vi.unstubAllEnvs();
      expect(readFileSync(join(cacheOf(folder), 'binding.json'), 'utf8')).toBe(before);
      expect(readdirSync(cacheOf(folder)).sort()).toEqual(['binding.json', 'tfjs_binding.node']);
    });
  });

  it('does not place a binding that does not load', async () => {
    await inProject({ ...project, ...fakeCompiler(bindingCode(false).replace('id * id', '7')) }, async (folder) => {
      const { code, err } = await run('setup');
      expect(code).toBe(1);
      expect(err).toBe('setup: the binding does not load: it gives 7 for the square of 3.');
      expect(readdirSync(cacheOf(folder))).toEqual([]);
    });
  });

  it('says what is missing', async () => {
    const errorOf = (files: Files, ...args: readonly string[]): Promise<string> =>
      inProject(files, async () => (await run('setup', ...args)).err);
    const { [`node_modules/${CPU}/package.json`]: _, ...without } = project;
    expect(await errorOf(without)).toBe(
      `setup: neither @tensorflow/tfjs-node-gpu nor ${CPU} is installed, whose sources are compiled. npm install --ignore-scripts ${CPU} (pnpm add --ignore-scripts ${CPU}, yarn add ${CPU} --mode=skip-build).`,
    );
    const bare = { ...fakeTfjsNode(CPU), ...FAKE_PYTHON, ...fakeCompiler() };
    expect(await errorOf(bare)).toMatch(
      /^setup: no TensorFlow is found by .+bin\/python3.*\. Give its path with --tensorflow, activate its environment, or let --install install it: tensorflow-cpu, a download/,
    );
    expect(await errorOf(project, '--tensorflow', '/nowhere')).toBe(
      'setup: `--tensorflow` must be the folder of a TensorFlow 2.18 or later, an environment of Python or an interpreter that has it; received /nowhere.',
    );
  });
});

describe('the command', () => {
  it('answers wrong use in one sentence', async () => {
    expect(await run()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/must be doctor, setup or teardown; received none\.\n\nUsage/),
    });
    expect(await run('heal')).toMatchObject({ code: 2, err: expect.stringContaining('received heal.') });
    expect(await run('doctor', '--install')).toMatchObject({
      code: 2,
      err: 'backend-node-gpu: doctor takes no --install.',
    });
    expect(await run('doctor', '--gpu')).toMatchObject({
      code: 2,
      err: expect.stringContaining("Unknown option '--gpu'"),
    });
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: npx') });
  });

  it('doctor prints the same for people and for programs', async () => {
    await inProject(project, async () => {
      const { code, out } = await run('doctor', '--json');
      const { gpu, sections } = JSON.parse(out);
      expect(code).toBe(Object.values(gpu).includes(true) ? 0 : 1);
      const lines = sections.flatMap((section: { lines: { ok: boolean; name: string }[] }) => section.lines);
      const text = (await run('doctor')).out;
      for (const { ok, name } of lines) expect(text).toContain(`${ok ? '✓' : '✗'} ${name}`);
    });
  });
});
