/** A point on the board; 0 to 1 from its upper left corner. */
export type Point = { readonly x: number; readonly y: number };

/** The pen that the keyboard moves. */
export type Pen = Point & { readonly down: boolean };

/** What a key does to the board. */
export type KeyAction =
  | { readonly type: 'move' | 'lift' | 'set'; readonly pen: Pen }
  | { readonly type: 'undo' }
  | { readonly type: 'clear' };

/** What an arrow key moves the pen by: a pixel of the image that the network reads. */
const STEP = 1 / 28;
const FINE = STEP / 4;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Arrow keys move the pen (in small steps with the shift key), the space bar sets and lifts it, Escape lifts it,
 * Backspace undoes the last stroke, Delete clears the board.
 *
 * @returns undefined for a key that the board does not use
 */
export function onKey(
  pen: Pen,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): KeyAction | undefined {
  const direction = DIRECTIONS[key];
  if (direction !== undefined) {
    const step = shiftKey ? FINE : STEP;
    return {
      type: 'move',
      pen: { ...pen, x: clamp(pen.x + direction[0] * step), y: clamp(pen.y + direction[1] * step) },
    };
  }
  switch (key) {
    case ' ':
      return pen.down ? { type: 'lift', pen: { ...pen, down: false } } : { type: 'set', pen: { ...pen, down: true } };
    case 'Escape':
      return pen.down ? { type: 'lift', pen: { ...pen, down: false } } : undefined;
    case 'Backspace':
      return { type: 'undo' };
    case 'Delete':
      return { type: 'clear' };
    default:
      return undefined;
  }
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
