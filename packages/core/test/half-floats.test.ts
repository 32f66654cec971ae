import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '../src/index.js';

const all = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);

describe.each([
  ['float16', toFloat16, fromFloat16, 0x7c00],
  ['bfloat16', toBfloat16, fromBfloat16, 0x7f80],
])('%s', (_name, to, from, infinity) => {
  const values = from(all);

  it('has every half float as it is, and NaN as NaN', () => {
    const again = to(values);
    for (const [i, half] of again.entries()) {
      if (Number.isNaN(values[i]!)) expect(from(Uint16Array.of(half))[0]).toBeNaN();
      else if (half !== i) expect.fail(`${values[i]} became ${half} instead of ${i}`);
    }
  });

  it('rounds to the nearest, and in the middle of two to the even one', () => {
    const middles: number[] = [];
    const expected: number[] = [];
    for (let half = 0; half < infinity - 1; half++) {
      const middle = (values[half]! + values[half + 1]!) / 2; // exact in float32
      const [below, above] = [nextDown(middle), nextUp(middle)];
      middles.push(middle, below, above, -middle);
      const even = half % 2 === 0 ? half : half + 1;
      expected.push(even, half, half + 1, even | 0x8000);
    }
    expect(to(Float32Array.from(middles))).toEqual(Uint16Array.from(expected));
  });
});

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function nextUp(value: number): number {
  float[0] = value;
  bits[0]!++;
  return float[0];
}

function nextDown(value: number): number {
  float[0] = value;
  bits[0]!--;
  return float[0];
}
