import { expect, it } from 'vitest';
import { createPeak, loopModule } from '../src/peak.js';

type Loop = (x: number, y: number, count: number) => number;

it('multiplies six numbers and adds to six', () => {
  const { loop } = new WebAssembly.Instance(new WebAssembly.Module(loopModule(false))).exports;
  expect((loop as Loop)(3, 2, 5)).toBe(6 * 0 + 6 * 2 * 5);
});

it('says which instructions it measures, and takes the time of so much work', () => {
  const { instructions, run } = createPeak();
  expect(instructions).toBe(WebAssembly.validate(loopModule(true)) ? 'relaxed_madd' : 'mul + add');
  // The shortest of many, because a busy machine may hold any one of them up.
  const shortest = (work: number): number => Math.min(...Array.from({ length: 50 }, () => run(work)));
  expect(shortest(1e7)).toBeGreaterThan(shortest(1e4));
});
