/** How long the forward and the backward passes of a step have taken, in seconds. */
export class StepTimer {
  #forward = 0;
  #backward = 0;

  add(begun: number, between: number, ended: number): void {
    this.#forward += (between - begun) / 1000;
    this.#backward += (ended - between) / 1000;
  }

  /** The sums since the last call. */
  take(): { readonly forward: number; readonly backward: number } {
    const sums = { forward: this.#forward, backward: this.#backward };
    this.#forward = 0;
    this.#backward = 0;
    return sums;
  }
}
