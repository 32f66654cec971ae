import { useWasm } from '@neurite/backend-wasm';
import { registerGradients } from '@neurite/core';

let running: Promise<string> | undefined;

/**
 * Turns the engine on, once for this page or worker.
 *
 * @returns what it is, in one line for people
 */
export function turnOnEngine(): Promise<string> {
  running ??= useWasm().then((report) => {
    registerGradients();
    return String(report);
  });
  return running;
}
