/** What an error says: either one argument that was wrong, or a problem in words. */
export type ErrorDetails = {
  /** The function, layer or file that found the mistake, e.g. `dense`. */
  readonly where: string;
  /** What to do about it: a whole sentence without its full stop. */
  readonly advice?: string | undefined;
  readonly cause?: unknown;
} & (
  | { readonly argument: string; readonly expected: string; readonly received: string; readonly problem?: never }
  | { readonly problem: string; readonly argument?: never; readonly expected?: never; readonly received?: never }
);

/**
 * The base of every error the project throws on purpose: fields for programs, one sentence for people.
 *
 * ``<where>: `<argument>` must be <expected>; received <received>. <advice>.``
 */
export class NeuriteError extends Error {
  /** Written out in each class, because bundlers shorten the names of classes. */
  override readonly name: string = 'NeuriteError';
  readonly details: ErrorDetails;
  readonly #path: string[] = [];

  constructor(details: ErrorDetails) {
    super('', details.cause === undefined ? {} : { cause: details.cause });
    this.details = details;
    this.message = this.#sentence();
  }

  /** Where the mistake was found, with the path that `within` added. */
  get where(): string {
    return this.#path.length === 0 ? this.details.where : `${this.details.where} (${this.#path.join(', ')})`;
  }

  get argument(): string | undefined {
    return this.details.argument;
  }

  get expected(): string | undefined {
    return this.details.expected;
  }

  get received(): string | undefined {
    return this.details.received;
  }

  /**
   * Adds where the error was thrown, e.g. `layer 3 of sequential`. Containers call it on the way out.
   *
   * @returns this error, to be thrown again
   */
  within(where: string): this {
    this.#path.push(where);
    this.message = this.#sentence();
    return this;
  }

  #sentence(): string {
    const { argument, expected, received, problem, advice } = this.details;
    const what = problem ?? `\`${argument}\` must ${expected}; received ${received}`;
    return `${this.where}: ${what}.${advice === undefined ? '' : ` ${advice}.`}`;
  }
}

/** An argument has a value that the function does not take. */
export class ArgumentError extends NeuriteError {
  override readonly name: string = 'ArgumentError';
}
/** A tensor or an input shape has the wrong rank or size. */
export class ShapeError extends NeuriteError {
  override readonly name: string = 'ShapeError';
}
/** A tensor has the wrong dtype. */
export class DtypeError extends NeuriteError {
  override readonly name: string = 'DtypeError';
}
/** Something was used after it had been disposed. */
export class DisposedError extends NeuriteError {
  override readonly name: string = 'DisposedError';
}
/** A backend is missing, broken, or out of memory. */
export class BackendError extends NeuriteError {
  override readonly name: string = 'BackendError';
}
/** A file or a byte buffer is not what its format promises. */
export class FormatError extends NeuriteError {
  override readonly name: string = 'FormatError';
}
/** A number is not finite where it must be. */
export class NumericError extends NeuriteError {
  override readonly name: string = 'NumericError';
}

/**
 * Runs `f` and adds `where` to the project's errors that it throws.
 *
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const y = within('the first neuron', () => neuron.forward(tensor2d([[1, 2]])));
 */
export function within<R>(where: string, f: () => R): R {
  try {
    return f();
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(where) : error;
  }
}
