import { expect, it } from 'vitest';
import { createPeak, loopModule } from '../src/peak.js';

type Loop = (x: number, y: number, count: number) => number;

it('multiplies six numbers and adds to six', () => {
  const { loop } = new WebAssembly.Instance(new WebAssembly.Module(loopModule(false))).exports;
  expect((loop as Loop)(3, 2, 5)).toBe(6 * 0 + 6 * 2 * 5);
});

it('says which instructions it measures, and takes the time of its work', () => {
  const { instructions, run } = createPeak();
  expect(instructions).toBe(WebAssembly.validate(loopModule(true)) ? 'relaxed_madd' : 'mul + add');
  expect(run(1e7)).toBeGreaterThan(0);
});
