/** How long work may go on before it lets others have the event loop, in milliseconds. */
const LONGEST = 15;

/** Absent in pages. */
const immediate = globalThis.setImmediate as typeof setImmediate | undefined;

/**
 * When the event loop turned last. One time for all work: many short pieces, each with time left, would be a long one. It is
 * not the beginning of the work that counts either, as what called it may have taken time.
 */
let since = Number.NEGATIVE_INFINITY;

/** Lets the event loop turn once: timers, input and output come to their right. */
function oneTurn(): Promise<void> {
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

/** Lets the event loop turn, before and after work that takes long and cannot pause. */
export async function turn(): Promise<void> {
  await oneTurn();
  since = performance.now();
}

/**
 * Work calls this now and then; when to let the event loop turn, and for how long, is none of its business.
 *
 * @returns a promise to wait for, or undefined where there is time left
 */
export function pause(): Promise<void> | undefined {
  const passed = performance.now() - since;
  return passed >= 0 && passed < LONGEST ? undefined : turn();
}

/** Work in steps of a few milliseconds at most. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** All steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** All steps, with pauses for the event loop between them. */
export async function finishWithPauses<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await pause();
  }
}
