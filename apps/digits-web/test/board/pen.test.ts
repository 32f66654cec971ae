import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onKey, type Pen } from '../../src/board/pen.js';

const pen: Pen = { x: 0.5, y: 0.5, down: false };
const press = (key: string, from: Pen = pen, shiftKey = false) => onKey(from, { key, shiftKey });

it('moves by a pixel of the image, and by a quarter of one with the shift key', () => {
  expect(press('ArrowRight')).toEqual({ type: 'move', pen: { ...pen, x: 0.5 + 1 / 28 } });
  expect(press('ArrowUp', pen, true)).toEqual({ type: 'move', pen: { ...pen, y: 0.5 - 1 / 112 } });
});

it('sets, lifts, undoes and clears', () => {
  const down = { ...pen, down: true };
  expect(press(' ')).toEqual({ type: 'set', pen: down });
  expect(press(' ', down)).toEqual({ type: 'lift', pen });
  expect(press('Escape', down)).toEqual({ type: 'lift', pen });
  expect(press('Backspace')).toEqual({ type: 'undo' });
  expect(press('Delete')).toEqual({ type: 'clear' });
});

it('leaves other keys to the browser', () => {
  for (const key of ['Tab', 'Enter', 'a', 'Escape']) expect(press(key)).toBeUndefined();
});

it('never leaves the board', () => {
  const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', ' ');
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 100 }), (pressed) => {
      let now = pen;
      for (const key of pressed) {
        const action = press(key, now);
        if (action !== undefined && 'pen' in action) now = action.pen;
      }
      expect(Math.min(now.x, now.y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(now.x, now.y)).toBeLessThanOrEqual(1);
    }),
  );
});
