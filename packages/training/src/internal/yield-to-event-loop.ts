/** How long a loop may keep the event loop to itself, in milliseconds: less than a frame of a screen. */
const LONGEST_TURN = 12;

declare const setImmediate: ((f: () => void) => unknown) | undefined;

/**
 * Makes a function that lets timers, signals, input and painting have their turn, when the last one was long enough ago.
 * Awaiting a tensor is not enough: on a backend that computes in JavaScript its promise is already settled.
 */
export function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONGEST_TURN) return;
    await macrotask();
    last = performance.now();
  };
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    // Unlike setTimeout, a message is not held back for 4 ms.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
