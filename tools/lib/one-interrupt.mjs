// Preloaded into a program. Ctrl-C in a terminal reaches every process of `npm start`, and npm and the starter forward
// theirs, so one press arrives up to three times; the program takes a second signal for "at once". Signals are counted
// here because only here a terminal, `kill` and `timeout` look the same.
const togetherWithin = 500; // milliseconds

const emit = process.emit;
let last = Number.NEGATIVE_INFINITY;

/** @type {(this: NodeJS.Process, name: string | symbol, ...rest: any[]) => boolean} */
const emitOnce = function (name, ...rest) {
  if (name === 'SIGINT') {
    const now = performance.now();
    if (now - last < togetherWithin) return true;
    last = now;
  }
  return Reflect.apply(emit, this, [name, ...rest]);
};
process.emit = /** @type {typeof process.emit} */ (emitOnce);
