import { useWasm } from '@neurite/backend-wasm';
import { registerGradients } from '@neurite/core';

let running: Promise<string> | undefined;

/**
 * Turns the engine on, once for this page: on one thread, as what the page computes is too small to be shared.
 *
 * @returns what it is, in one line for people
 */
export function turnOnEngine(): Promise<string> {
  running ??= useWasm({ threads: 1, fallback: false }).then((report) => {
    registerGradients();
    return String(report);
  });
  return running;
}
