// Loaded into a program before it starts. Ctrl-C in a terminal reaches every process of `npm start`, and npm and the
// starter hand theirs on, so one press arrives up to three times; to the program a second one means "at once".
// Counting them here is the only place where a terminal, `kill` and `timeout` all look the same.
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
