import type { Calls } from './calls.js';

/** How long an answer is waited for, in milliseconds; who is alive answers within one look. */
const PATIENCE = 3000;
const [QUESTION, ANSWER] = [0, 1];

/** Ranks that do not answer, and those that have not come so far. */
type Missing = { readonly silent: readonly number[]; readonly late: readonly number[] };

/** Asks the other processes where they are, when one of them does not come. */
export class RollCall {
  readonly #calls: Calls;
  readonly #rank: number;
  readonly #size: number;
  readonly #answers = new Map<number, number>();
  #since: number | undefined;

  constructor(calls: Calls, { rank, size }: { readonly rank: number; readonly size: number }) {
    this.#calls = calls;
    this.#rank = rank;
    this.#size = size;
  }

  /**
   * Answers those who have asked, and takes their answers.
   *
   * @param operation the number of the last one that this process has begun
   */
  attend(operation: number): void {
    for (;;) {
      const message = this.#calls.receive(3);
      if (message === undefined) return;
      const [kind, from = 0, its = 0] = message;
      if (kind === ANSWER) this.#answers.set(from, its);
      else this.#calls.send(Int32Array.of(ANSWER!, this.#rank, operation), from);
    }
  }

  /** Asks all others, once. */
  ask(): void {
    if (this.#since !== undefined) return;
    this.#since = performance.now();
    for (let rank = 0; rank < this.#size; rank++) {
      if (rank !== this.#rank) this.#calls.send(Int32Array.of(QUESTION!, this.#rank, 0), rank);
    }
  }

  /** Whether nothing more is waited for. */
  get isOver(): boolean {
    if (this.#since === undefined) return false;
    return this.#answers.size === this.#size - 1 || performance.now() - this.#since > PATIENCE;
  }

  /** The ranks that have not answered, and those that have not come as far as this operation. */
  missing(operation: number): Missing {
    const others = Array.from({ length: this.#size }, (_, rank) => rank).filter((rank) => rank !== this.#rank);
    return {
      silent: others.filter((rank) => !this.#answers.has(rank)),
      late: others.filter((rank) => this.#answers.has(rank) && this.#answers.get(rank)! < operation),
    };
  }

  /** For the next time: whoever was waited for has come. */
  forget(): void {
    this.#since = undefined;
    this.#answers.clear();
  }
}

/** For whom a process waits, in words. */
export function missingRanks({ silent, late }: Missing, hosts: readonly string[]): string {
  const those = (ranks: readonly number[]): string => ranks.map((rank) => `rank ${rank} on ${hosts[rank]}`).join(', ');
  if (silent.length > 0) return `for ${those(silent)}, which is busy or does not answer`;
  if (late.length > 0) return `for ${those(late)}, which has not come so far`;
  return 'for the other ranks, which wait as well';
}
