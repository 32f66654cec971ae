import { expect, it } from 'vitest';
import { createPeak, loopModule } from '../src/peak.js';

it('computes acc · x + y in twelve vectors', () => {
  const { loop } = new WebAssembly.Instance(new WebAssembly.Module(loopModule(false))).exports;
  const run = loop as (x: number, y: number, count: number) => number;
  expect(run(3, 1, 1)).toBe(12); // 0 · 3 + 1
  expect(run(3, 1, 2)).toBe(12 * 4); // 1 · 3 + 1
});

it('says which instructions it measured, and scales to the work', () => {
  const { instructions, run } = createPeak();
  expect(instructions).toBe(WebAssembly.validate(loopModule(true)) ? 'relaxed_madd' : 'mul + add');
  expect(run(0)).toBe(0);
  expect(run(1e6)).toBeGreaterThan(0);
});
