/** How long work may go on before it lets others have the event loop, in milliseconds. */
const LONGEST = 15;

/** Absent in pages. */
const immediate = globalThis.setImmediate as typeof setImmediate | undefined;

/** Lets the event loop turn once: timers, input and output come to their right. */
function turn(): Promise<void> {
  if (immediate !== undefined) return new Promise((resolve) => immediate(resolve));
  // In pages setTimeout waits 4 ms at least; a message does not.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/**
 * Makes a function that work calls now and then: it says when to pause, and for how long is none of its business.
 *
 * @returns a promise to wait for, or undefined where there is time left
 */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < LONGEST) return undefined;
    return turn().then(() => {
      since = performance.now();
    });
  };
}
