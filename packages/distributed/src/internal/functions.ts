import { BackendError } from '@neurite/core/errors';
import type { Constants } from './family.js';
import type { KoffiFunction, Library } from './koffi.js';

/** The functions of a library by name, each declared at its first call. */
export class Functions {
  readonly #library: Library;
  readonly #handle: Constants['handle'];
  readonly #known = new Map<string, KoffiFunction>();

  constructor(library: Library, { handle }: Constants) {
    this.#library = library;
    this.#handle = handle;
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

  /** Calls on a thread of its own. */
  later(name: string, parameters: string, ...given: readonly unknown[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.of(name, parameters).async(...given, (error: unknown, code: number) => {
        try {
          if (error) throw error;
          this.#check(name, code);
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
