import { type CommunicatorRun, exchangeBytes, gatherBytes } from './bytes.js';
import type { Handle } from './family.js';
import { Functions, type Request } from './functions.js';
import { chunks, type Numbers } from './numbers.js';
import type { OpenLibrary } from './open-library.js';

/** MPI_THREAD_MULTIPLE: a thread may move an operation on while another one begins the next. */
const MULTIPLE = 3;
/** Bytes of a name. */
const NAME = 64;
/** Of messages between two processes. */
const TAG = 4711;

/** The functions of a library, over arrays. Those that wait for other processes do so while this thread is free. */
export class Calls {
  readonly #constants: OpenLibrary['constants'];
  readonly #functions: Functions;
  /** All processes once more: what begins at once does not meet what waits for others before it. */
  #own: Handle = 0;
  #areThreadsAllowed = false;

  constructor({ library, constants }: OpenLibrary) {
    this.#constants = constants;
    this.#functions = new Functions(library, constants);
  }

  /** Called once, before anything else. */
  initialize(): void {
    const isDone = [0];
    this.#functions.now('MPI_Initialized', '_Out_ int *flag', isDone);
    const level = [0];
    if (isDone[0] === 0)
      this.#functions.now(
        'MPI_Init_thread',
        'void *argc, void *argv, int required, _Out_ int *provided',
        null,
        null,
        MULTIPLE,
        level,
      );
    else this.#functions.now('MPI_Query_thread', '_Out_ int *provided', level);
    this.#functions.now(
      'MPI_Comm_set_errhandler',
      'handle comm, handle handler',
      this.#constants.world,
      this.#constants.errorsReturn,
    );
    const own: [Handle] = [0];
    this.#functions.now('MPI_Comm_dup', 'handle comm, _Out_ handle *own', this.#constants.world, own);
    this.#own = own[0];
    this.#areThreadsAllowed = level[0] === MULTIPLE;
  }

  get rank(): number {
    const rank = [0];
    this.#functions.now('MPI_Comm_rank', 'handle comm, _Out_ int *rank', this.#constants.world, rank);
    return rank[0]!;
  }

  get size(): number {
    const size = [0];
    this.#functions.now('MPI_Comm_size', 'handle comm, _Out_ int *size', this.#constants.world, size);
    return size[0]!;
  }

  async broadcast(values: Numbers, root: number): Promise<void> {
    const parameters = 'void *buffer, int count, handle type, int root, handle comm';
    for (const part of chunks(values)) {
      await this.#run('MPI_Ibcast', parameters, part, part.length, this.#typeOf(part), root, this.#constants.world);
    }
  }

  /**
   * Begins at once.
   *
   * @param options.meanwhile whether a thread of its own moves it on while this one computes, where the library allows that
   */
  async allReduce(values: Numbers, { meanwhile }: { readonly meanwhile: boolean }): Promise<void> {
    const requests = chunks(values).map((part) => this.#beginAllReduce(part));
    const hasThread = meanwhile && this.#areThreadsAllowed;
    const functions = this.#functions;
    await Promise.all(requests.map((one) => (hasThread ? functions.doneMeanwhile(one) : functions.done(one))));
  }

  /** On this thread, apart from the operations on others: steps while the others are waited for, to be gone through. */
  *allReduceNow(values: Numbers): Generator<void> {
    for (const part of chunks(values)) {
      const request = this.#beginAllReduce(part);
      while (!this.#functions.isDone(request)) yield;
    }
  }

  #beginAllReduce(part: Numbers): Request {
    const parameters = 'uintptr_t send, void *receive, int count, handle type, handle operation, handle comm';
    const { inPlace, sum } = this.#constants;
    const given = [inPlace, part, part.length, this.#typeOf(part), sum, this.#own] as const;
    return this.#functions.begin('MPI_Iallreduce', parameters, ...given);
  }

  gather(bytes: Uint8Array): Promise<Uint8Array[]> {
    return gatherBytes({ run: this.#run, constants: this.#constants, size: this.size }, bytes);
  }

  exchange(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
    return exchangeBytes({ run: this.#run, constants: this.#constants }, parts);
  }

  async barrier(): Promise<void> {
    await this.#run('MPI_Ibarrier', 'handle comm', this.#constants.world);
  }

  /** What each process is called, cut where it is long; waits for all of them on this thread. */
  shareNames(name: string): string[] {
    const { types, world } = this.#constants;
    const own = new Uint8Array(NAME);
    new TextEncoder().encodeInto(name, own);
    const all = new Uint8Array(NAME * this.size);
    const parameters = 'void *send, int count, handle type, void *receive, int into, handle its, handle comm';
    this.#functions.now('MPI_Allgather', parameters, own, NAME, types.uint8, all, NAME, types.uint8, world);
    return Array.from({ length: this.size }, (_, rank) =>
      new TextDecoder().decode(all.subarray(rank * NAME, (rank + 1) * NAME)).replace(/\0+$/, ''),
    );
  }

  /** Sends a few numbers, which waits for nobody. */
  send(message: Int32Array, to: number): void {
    const { types, world } = this.#constants;
    const parameters = 'void *values, int count, handle type, int to, int tag, handle comm';
    this.#functions.now('MPI_Send', parameters, message, message.length, types.int32, to, TAG, world);
  }

  /** A message of so many numbers, of whomever; undefined where none has come. */
  receive(length: number): Int32Array | undefined {
    const { types, world, anySource, statusIgnore } = this.#constants;
    const isThere = [0];
    const probe = 'int from, int tag, handle comm, _Out_ int *flag, uintptr_t status';
    this.#functions.now('MPI_Iprobe', probe, anySource, TAG, world, isThere, statusIgnore);
    if (isThere[0] === 0) return undefined;
    const message = new Int32Array(length);
    const parameters = 'void *values, int count, handle type, int from, int tag, handle comm, uintptr_t status';
    this.#functions.now('MPI_Recv', parameters, message, length, types.int32, anySource, TAG, world, statusIgnore);
    return message;
  }

  /** Waits for all processes, on this thread. */
  barrierNow(): void {
    // As in `barrier`, in which another process may be: what blocks does not meet what does not.
    const { at } = this.#functions.begin('MPI_Ibarrier', 'handle comm', this.#constants.world);
    this.#functions.now('MPI_Wait', 'void *request, uintptr_t status', at, this.#constants.statusIgnore);
  }

  /** Ends all processes, this one included. */
  abort(code: number): void {
    this.#functions.of('MPI_Abort', 'handle comm, int code')(this.#constants.world, code);
  }

  finalize(): void {
    const isDone = [0];
    this.#functions.now('MPI_Finalized', '_Out_ int *flag', isDone);
    if (isDone[0] === 0) this.#functions.now('MPI_Finalize', 'void');
  }

  readonly #run: CommunicatorRun = (name, parameters, ...given) =>
    this.#functions.done(this.#functions.begin(name, parameters, ...given));

  #typeOf(values: Numbers): Handle {
    const { types } = this.#constants;
    if (values instanceof Float32Array) return types.float32;
    if (values instanceof Float64Array) return types.float64;
    return values instanceof Int32Array ? types.int32 : types.uint8;
  }
}
