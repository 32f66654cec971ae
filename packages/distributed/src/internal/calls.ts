import { exchangeBytes, gatherBytes } from './bytes.js';
import type { Handle } from './family.js';
import { Functions } from './functions.js';
import { chunks, type Numbers } from './numbers.js';
import type { OpenLibrary } from './open-library.js';

/** MPI_THREAD_MULTIPLE: a thread may ask who is there while another one waits. */
const MULTIPLE = 3;
/** Bytes of a name. */
const NAME = 64;
/** Of messages between two processes. */
const TAG = 4711;

/** The functions of a library, over arrays. Those that wait for other processes do so on a thread of their own. */
export class Calls {
  readonly #constants: OpenLibrary['constants'];
  readonly #functions: Functions;
  /** All processes once more: what begins at once does not meet what waits for others before it. */
  #own: Handle = 0;

  constructor({ library, constants }: OpenLibrary) {
    this.#constants = constants;
    this.#functions = new Functions(library, constants);
  }

  /** @returns whether several threads may call at the same time */
  initialize(): boolean {
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
    return level[0] === MULTIPLE;
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
      await this.#functions.later(
        'MPI_Bcast',
        parameters,
        part,
        part.length,
        this.#typeOf(part),
        root,
        this.#constants.world,
      );
    }
  }

  /** Begins at once, and is waited for on threads of its own: where several threads may call. */
  allReduceMeanwhile(values: Numbers): Promise<unknown> {
    const requests = chunks(values).map((part) => this.#beginAllReduce(part));
    const { statusIgnore } = this.#constants;
    return Promise.all(
      requests.map((request) =>
        this.#functions.later('MPI_Wait', 'void *request, uintptr_t status', request, statusIgnore),
      ),
    );
  }

  async allReduce(values: Numbers): Promise<void> {
    const { inPlace, sum, world } = this.#constants;
    const parameters = 'uintptr_t send, void *receive, int count, handle type, handle operation, handle comm';
    for (const part of chunks(values)) {
      await this.#functions.later(
        'MPI_Allreduce',
        parameters,
        inPlace,
        part,
        part.length,
        this.#typeOf(part),
        sum,
        world,
      );
    }
  }

  /** On this thread, apart from the operations on others: steps while the others are waited for, to be gone through. */
  *allReduceNow(values: Numbers): Generator<void> {
    for (const part of chunks(values)) {
      const request = this.#beginAllReduce(part);
      const isDone = [0];
      for (;;) {
        const parameters = 'void *request, _Out_ int *flag, uintptr_t status';
        this.#functions.now('MPI_Test', parameters, request, isDone, this.#constants.statusIgnore);
        if (isDone[0] !== 0) break;
        yield;
      }
    }
  }

  /** What is waited for, in as many bytes as the largest handle has. */
  #beginAllReduce(part: Numbers): BigUint64Array {
    const request = new BigUint64Array(1);
    const parameters =
      'uintptr_t send, void *receive, int count, handle type, handle operation, handle comm, void *request';
    const { inPlace, sum } = this.#constants;
    const given = [inPlace, part, part.length, this.#typeOf(part), sum, this.#own, request] as const;
    this.#functions.now('MPI_Iallreduce', parameters, ...given);
    return request;
  }

  gather(bytes: Uint8Array): Promise<Uint8Array[]> {
    return gatherBytes({ functions: this.#functions, constants: this.#constants, size: this.size }, bytes);
  }

  exchange(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
    return exchangeBytes({ functions: this.#functions, constants: this.#constants }, parts);
  }

  async barrier(): Promise<void> {
    await this.#functions.later('MPI_Barrier', 'handle comm', this.#constants.world);
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
    this.#functions.now('MPI_Barrier', 'handle comm', this.#constants.world);
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

  #typeOf(values: Numbers): Handle {
    const { types } = this.#constants;
    if (values instanceof Float32Array) return types.float32;
    if (values instanceof Float64Array) return types.float64;
    return values instanceof Int32Array ? types.int32 : types.uint8;
  }
}
