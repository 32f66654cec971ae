import { checkInteger } from '@neurite/core/checks';
import type { BackendError } from '@neurite/core/errors';
import type { GradientCompression, ModelAveraging } from '@neurite/core/parallel';
import type { Mpi } from '../contract.js';
import type { Calls } from './calls.js';
import { checkParts } from './check-parts.js';
import type { Numbers } from './numbers.js';
import { compressionOf, type Sharing } from './sharing.js';
import { UnderWay } from './under-way.js';

/** How often a process looks whether it has waited too long, and whether others ask for it, in milliseconds. */
const LOOK = 1000;
/** How long this thread asks without a break whether the others have come, and how long it sleeps then, in milliseconds. */
const [SPIN, NAP] = [0.5, 0.1] as const;
const asleep = new Int32Array(new SharedArrayBuffer(4));

export type WorldOptions = {
  readonly library: string;
  readonly host: string;
  readonly timeout: number;
};

/** Several processes. Their operations go one after the other, in the order in which they are asked for. */
export class World implements Mpi {
  readonly rank: number;
  readonly size: number;
  readonly library: string;
  readonly host: string;
  /** In seconds. */
  timeout: number;
  bucketBytes = 1;
  compression: GradientCompression | undefined;
  averaging: ModelAveraging | undefined;
  zeroRedundancy = false;
  readonly underWay: UnderWay;
  readonly #calls: Calls;
  #tail: Promise<void> = Promise.resolve();
  #hasLeft = false;
  #checkpoint: string | undefined;

  constructor(calls: Calls, { library, host, timeout }: WorldOptions) {
    this.#calls = calls;
    this.rank = calls.rank;
    this.size = calls.size;
    this.library = library;
    this.host = host;
    this.timeout = timeout;
    this.underWay = new UnderWay(this, { calls, hosts: calls.shareNames(host) });
    setInterval(() => this.underWay.look(), LOOK).unref();
  }

  /** From now on the work is shared so. */
  share({ bucketBytes, compression, averaging, zeroRedundancy }: Sharing): void {
    this.bucketBytes = bucketBytes;
    this.compression = compressionOf(compression, this);
    this.averaging = averaging;
    this.zeroRedundancy = zeroRedundancy;
  }

  async broadcast<A extends Numbers>(values: A, root = 0): Promise<A> {
    checkInteger('mpi', 'root', root, { min: 0, max: this.size - 1 });
    await this.#run('broadcast', () => this.#calls.broadcast(values, root));
    return values;
  }

  async allReduce<A extends Numbers>(values: A): Promise<A> {
    // A whole piece of gradients begins in the middle of a pass, which keeps this thread; what is smaller follows it.
    const meanwhile = values.byteLength >= this.bucketBytes;
    await this.underWay.watched('allReduce', () => this.#calls.allReduce(values, { meanwhile }));
    return values;
  }

  allReduceNow<A extends Numbers>(values: A): A {
    this.underWay.assertNoFailure();
    let failure: BackendError | undefined;
    const waiting = this.underWay.begin('allReduceNow', (error) => {
      failure = error;
    });
    // No timer runs meanwhile.
    let looked = waiting.since;
    for (const _ of this.#calls.allReduceNow(values)) {
      const now = performance.now();
      if (now - waiting.since > SPIN) Atomics.wait(asleep, 0, 0, NAP);
      if (now - looked < LOOK) continue;
      this.underWay.look();
      looked = now;
      if (failure !== undefined) throw failure;
    }
    this.underWay.end(waiting);
    return values;
  }

  gather(bytes: Uint8Array): Promise<Uint8Array[]> {
    return this.#run('gather', () => this.#calls.gather(bytes));
  }

  async exchange(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
    checkParts(parts, this.size);
    return this.#run('exchange', () => this.#calls.exchange(parts));
  }

  barrier(): Promise<void> {
    return this.#run('barrier', () => this.#calls.barrier());
  }

  abort(reason: string, code = 1): never {
    checkInteger('mpi', 'code', code, { min: 1, max: 255 });
    this.say(reason);
    this.#calls.abort(code);
    process.exit(code);
  }

  noteCheckpoint(path: string): void {
    this.#checkpoint = path;
  }

  /** Waits for the others, at the end. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    await this.barrier();
  }

  /** Leaves the others in order, and waits for them where it has not. */
  finalize(): void {
    if (!this.#hasLeft) this.#calls.barrierNow();
    this.#calls.finalize();
  }

  #run<T>(name: string, call: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => this.underWay.watched(name, call));
    this.#tail = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** Tells people which process this is, and from where to go on. */
  say(text: string): void {
    const checkpoint = this.#checkpoint === undefined ? '' : ` (last checkpoint ${this.#checkpoint})`;
    process.stderr.write(`rank ${this.rank} of ${this.size} on ${this.host}${checkpoint}: ${text}\n`);
  }
}
