import { describe, expect, it } from 'vitest';
import { doubtOf } from '../src/doubt.js';

const bar = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 && i > 112 && i < 672 ? 1 : 0));
/** Of ten digits and of none. */
const read = (one: number, none: number): number[] => [0, one, 1 - one - none, 0, 0, 0, 0, 0, 0, 0, none];

describe('doubtOf', () => {
  it('doubts what no digit is the most probable for, and says why', () => {
    expect(doubtOf(bar, read(0.5, 0.4))).toBeUndefined();
    expect(doubtOf(bar, read(0.4, 0.41))).toBe('its strokes form no digit');
  });

  it('doubts faint spots and full sheets, whatever the network reads', () => {
    const sure = read(1, 0);
    expect(doubtOf(bar, sure)).toBeUndefined();
    expect(doubtOf(new Float32Array(784), sure)).toBe('it has spots or faint lines, and no strokes');
    expect(
      doubtOf(
        bar.map((shade) => 0.8 * shade),
        sure,
      ),
    ).toBe('it has spots or faint lines, and no strokes');
    expect(doubtOf(new Float32Array(784).fill(1), sure)).toBe('ink fills it');
  });
});
