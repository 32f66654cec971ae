import { noSoftwareVulkan } from '@neurite/browser-testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { runDawn } from './support/dawn-child.js';

/** `npm run check -- dawn` trains for long. */
const isWhole = process.env.NEURITE_DAWN === 'all';

beforeEach((context) => {
  if (noSoftwareVulkan !== undefined) context.skip(noSoftwareVulkan);
});

/** That both are lists of numbers, as close as two engines are. */
function expectClose(found: unknown, expected: unknown): void {
  const [some, others] = [found as number[], expected as number[]]; // of the program
  expect(some).toHaveLength(others.length);
  expect(Math.max(...some.map((value, i) => Math.abs(value - others[i]!)))).toBeLessThan(1e-4);
}

describe('on Dawn', () => {
  it('a training has the weights of wasm and the fused kernels, leaves no tensors, and the program ends', async () => {
    const { code, signal, facts, err } = await runDawn(['train']);
    expect({ code, signal, err }).toEqual({ code: 0, signal: null, err: '' });
    const [{ report, dawn, wasm, left, fused } = {}] = facts;
    expect(report).toMatch(/^webgpu on .+: self-test right in \d+ ms$/);
    expect({ left, fused }).toEqual({ left: 0, fused: true });
    expectClose(dawn, wasm);
  });

  it('a training goes on after the device was lost, and process.exit ends the program while a tensor is read', async () => {
    const { code, signal, facts } = await runDawn(['lost']);
    expect({ code, signal }).toEqual({ code: 7, signal: null });
    const [moved, { engine, found, wasm } = {}] = facts;
    expect(moved).toMatchObject({ loss: { engine: 'webgpu' }, step: 3 });
    expect(moved?.report).toMatch(/webgpu \(its device was lost \(.+\); start the program again\)/);
    expect(engine).not.toBe('webgpu');
    expectClose(found, wasm);
  });

  it('a tensor that does not fit is an error with its size, which ends the program', async () => {
    const { code, signal, err } = await runDawn(['large']);
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(err).toMatch(
      /BackendError: webgpu: a tensor of shape \[65536, 65536\] \(float32, 17\.2 GB\) does not fit into the device's memory: the device takes tensors of up to [\d.]+ [GM]B\. Take smaller batches/,
    );
  });

  it('Ctrl-C ends the program while it computes', async () => {
    const ended = await runDawn(['wait'], { onLine: (child) => child.kill('SIGINT') });
    expect(ended).toMatchObject({ code: null, signal: 'SIGINT', err: '' });
  });

  it.runIf(isWhole)(
    'a training of 2,000 steps holds no more at its end than at its middle',
    async () => {
      const { facts } = await runDawn(['steps', '400'], { flags: ['--expose-gc'] });
      expect(facts).toHaveLength(20);
      // Readings go up and down between collections of garbage: the least of each half says what is held.
      const least = (name: string, from: number, to: number): number =>
        Math.min(...facts.slice(from, to).map((fact) => fact[name] as number));
      const growth = (name: string): number => least(name, 11, 20) - least(name, 2, 11);
      const names = ['tensors', 'bytes', 'numUsedBuffers', 'numBytesAllocated', 'heapUsed', 'external', 'rss'];
      process.stdout.write(`${names.map((name) => `${name} ${growth(name)}`).join(', ')}\n`);
      for (const name of names.slice(0, 4)) expect(growth(name), name).toBeLessThanOrEqual(0);
      expect(growth('heapUsed') + growth('external')).toBeLessThan(1e6);
      expect(growth('rss')).toBeLessThan(20e6);
    },
    3_600_000,
  );
});
