/** Work in steps of some milliseconds, between which others may have the event loop. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Elements of a step of a loop. */
export const STEP: number = 2 ** 15;

/** How long steps may follow one another, in milliseconds. */
const LONGEST = 15;

/** All steps at once. */
function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Makes a function that waits for one turn of the event loop where the last one was some time ago. */
export function pauser(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < LONGEST) return undefined;
    return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
      since = performance.now();
    });
  };
}

/** All steps, with pauses for the event loop. */
export async function finishWithPauses<Result>(steps: Steps<Result>): Promise<Result> {
  const pause = pauser();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await pause();
  }
}

/** The two ways to the end of a learner whose end is made of steps. */
export function inSteps<Result>(steps: () => Steps<Result>): { end(): Result; steps(): Steps<Result> } {
  return { end: () => finish(steps()), steps };
}

/**
 * Sorts in place, or into a copy: pieces first, then merged two by two.
 *
 * @param compare left out for numbers
 * @returns the sorted one of both
 */
export function* sortInSteps<List extends Float64Array | Uint32Array | unknown[]>(
  list: List,
  compare?: (a: List[number], b: List[number]) => number,
): Steps<List> {
  const isAfter = compare === undefined ? (a: never, b: never) => a > b : (a: never, b: never) => compare(a, b) > 0;
  for (let start = 0; start < list.length; start += STEP) {
    if (Array.isArray(list)) {
      const piece = list.slice(start, start + STEP).sort(compare);
      for (let i = 0; i < piece.length; i++) list[start + i] = piece[i];
    } else {
      list.subarray(start, start + STEP).sort(compare as never); // of its numbers
    }
    yield;
  }
  let from: List = list;
  let to = list.slice() as List; // of its kind
  for (let width = STEP; width < list.length; width *= 2) {
    for (let start = 0; start < list.length; start += 2 * width) {
      const middle = Math.min(start + width, list.length);
      const end = Math.min(start + 2 * width, list.length);
      let [a, b] = [start, middle];
      for (let at = start; at < end; at++) {
        if (at % STEP === 0) yield;
        const isFirst = b === end || (a < middle && !isAfter(from[a] as never, from[b] as never)); // elements of one list
        to[at] = isFirst ? from[a++]! : from[b++]!;
      }
    }
    const merged = to;
    to = from;
    from = merged;
  }
  return from;
}
