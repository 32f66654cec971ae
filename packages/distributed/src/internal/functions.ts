import { setImmediate, setTimeout } from 'node:timers/promises';
import { BackendError } from '@neurite/core/errors';
import type { Constants } from './family.js';
import type { KoffiFunction, Library } from './koffi.js';

/** For how long a process asks at every turn of the event loop whether an operation is done, in milliseconds. */
const EAGER = 200;
/** How long it leaves its core to others then, in milliseconds. */
const NAP = 1;

/** An operation that is under way; holds what the library reads and writes. */
export type Request = { readonly at: BigUint64Array; readonly given: readonly unknown[] };

/** The functions of a library by name, each declared at its first call. */
export class Functions {
  readonly #library: Library;
  readonly #handle: Constants['handle'];
  readonly #statusIgnore: Constants['statusIgnore'];
  readonly #known = new Map<string, KoffiFunction>();

  constructor(library: Library, { handle, statusIgnore }: Constants) {
    this.#library = library;
    this.#handle = handle;
    this.#statusIgnore = statusIgnore;
  }

  /** @param parameters in C, where `handle` is what the family takes for one */
  of(name: string, parameters: string): KoffiFunction {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = this.#library.func(`int ${name}(${parameters.replaceAll('handle', this.#handle)})`);
    this.#known.set(name, made);
    return made;
  }

  /**
   * Calls on this thread.
   *
   * @throws BackendError with what the library says
   */
  now(name: string, parameters: string, ...given: readonly unknown[]): void {
    this.#check(name, this.of(name, parameters)(...given));
  }

  /** Begins an operation that waits for nobody, whose last parameter, the request, is not among the given ones. */
  begin(name: string, parameters: string, ...given: readonly unknown[]): Request {
    const at = new BigUint64Array(1); // as many bytes as the largest handle has
    this.now(name, `${parameters}, void *request`, ...given, at);
    return { at, given };
  }

  /** Asks whether an operation is done, which also moves it on. */
  isDone({ at }: Request): boolean {
    const flag = [0];
    this.now('MPI_Test', 'void *request, _Out_ int *flag, uintptr_t status', at, flag, this.#statusIgnore);
    return flag[0] !== 0;
  }

  /**
   * Waits for an operation while this thread has nothing else to do. A thread that waits in the library would keep a core busy,
   * which another process of this machine may compute on.
   */
  async done(request: Request): Promise<void> {
    const begun = performance.now();
    while (!this.isDone(request)) {
      if (performance.now() - begun < EAGER) await setImmediate();
      else await setTimeout(NAP);
    }
  }

  /** The same on a thread of its own, which goes on while this one computes. */
  doneMeanwhile({ at }: Request): Promise<void> {
    return new Promise((resolve, reject) => {
      const wait = this.of('MPI_Wait', 'void *request, uintptr_t status');
      wait.async(at, this.#statusIgnore, (error: unknown, code: number) => {
        try {
          if (error) throw error;
          this.#check('MPI_Wait', code);
          resolve();
        } catch (reason) {
          reject(reason);
        }
      });
    });
  }

  #check(name: string, code: number): void {
    if (code === 0) return;
    const text = Buffer.alloc(1024);
    const length = [0];
    this.of('MPI_Error_string', 'int code, _Out_ char *text, _Out_ int *length')(code, text, length);
    const problem = `${name} failed: ${text.toString('utf8', 0, length[0]).split('\n')[0]}`;
    throw new BackendError({ where: 'mpi', problem });
  }
}
