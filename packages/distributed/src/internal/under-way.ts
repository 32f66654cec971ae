import { BackendError } from '@neurite/core/errors';
import type { Calls } from './calls.js';
import { missingRanks, RollCall } from './roll-call.js';

/** How long a program may go on after an operation has failed, to save what it has, in milliseconds. */
const GRACE = 30_000;
/** How long mpirun waits before it sends SIGTERM, almost, in milliseconds. */
const STUCK = 900;

type Waiting = {
  readonly name: string;
  readonly since: number;
  /** How many operations this process had begun with it. */
  readonly operation: number;
  readonly reject: (error: BackendError) => void;
};

/** Who waits. */
type Waiter = {
  readonly rank: number;
  readonly size: number;
  /** In seconds. */
  readonly timeout: number;
  abort(reason: string): never;
};

/** The operations of a process that are under way; one that takes too long ends the job. */
export class UnderWay {
  readonly #waiter: Waiter;
  readonly #hosts: readonly string[];
  readonly #rollCall: RollCall;
  #operation = 0;
  /** The oldest first. */
  readonly #waiting = new Set<Waiting>();
  #failure: BackendError | undefined;

  /** @param surroundings.hosts the machine of each process */
  constructor(waiter: Waiter, { calls, hosts }: { readonly calls: Calls; readonly hosts: readonly string[] }) {
    this.#waiter = waiter;
    this.#hosts = hosts;
    this.#rollCall = new RollCall(calls, waiter);
  }

  /** Whether an operation is under way, or will never end. */
  get isBusy(): boolean {
    return this.#waiting.size > 0 || this.#failure !== undefined;
  }

  /** Whether an operation waits so long that somebody may have died. */
  get isStuck(): boolean {
    const [oldest] = this.#waiting;
    return oldest !== undefined && performance.now() - oldest.since > STUCK;
  }

  /** @throws BackendError when an operation has taken too long */
  assertNoFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits for an operation, or until it has taken too long. */
  async watched<T>(name: string, call: () => Promise<T>): Promise<T> {
    this.assertNoFailure();
    let waiting: Waiting;
    const late = new Promise<never>((_, reject) => {
      waiting = this.begin(name, reject);
    });
    try {
      return await Promise.race([call(), late]);
    } finally {
      this.end(waiting!);
    }
  }

  /** @param reject called when it has taken too long */
  begin(name: string, reject: Waiting['reject']): Waiting {
    const waiting = { name, since: performance.now(), operation: ++this.#operation, reject };
    this.#waiting.add(waiting);
    return waiting;
  }

  end(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    this.#rollCall.forget();
  }

  /** Answers others who ask, and finds out whether one has taken too long. */
  look(): void {
    this.#rollCall.attend(this.#operation);
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const { name, since, operation } = oldest;
    const seconds = (performance.now() - since) / 1000;
    if (seconds < this.#waiter.timeout) return;
    this.#rollCall.ask();
    if (!this.#rollCall.isOver) return;
    this.#failure = new BackendError({
      where: 'mpi',
      problem: `rank ${this.#waiter.rank} has waited ${seconds.toFixed(0)} s in ${name} ${missingRanks(this.#rollCall.missing(operation), this.#hosts)}`,
      advice: `Look at what it says; where it only needs longer, raise \`timeout\``,
    });
    for (const { reject } of this.#waiting) reject(this.#failure);
    // Nothing ends the call, so the process would not end by itself.
    setTimeout(() => this.#waiter.abort('an operation has failed, and the program goes on'), GRACE).unref();
  }
}
