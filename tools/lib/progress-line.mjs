/** Where nobody sees a line change, one is written at most every so many milliseconds. */
const INTERVAL = 5000;

/**
 * One line that says what a long step is doing: on a terminal it is drawn over and over, elsewhere there is a new one
 * now and then.
 *
 * @returns {{ show: (text: string) => void, end: (text?: string) => void }} `end` leaves its text, or nothing
 */
export function progressLine() {
  const out = process.stdout;
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (out.isTTY) {
        // A line that wraps could not be drawn over.
        out.write(`\r${text.slice(0, (out.columns || 80) - 1)}\x1b[K`);
        return;
      }
      const now = performance.now();
      if (now - last < INTERVAL) return;
      last = now;
      out.write(`${text}\n`);
    },
    end(text) {
      if (out.isTTY) out.write('\r\x1b[K');
      if (text !== undefined) out.write(`${text}\n`);
    },
  };
}
