import { checkInteger } from '@neurite/core/checks';
import type { Mpi } from '../contract.js';
import { checkParts } from './check-parts.js';
import type { Numbers } from './numbers.js';

/** A process that was started alone: every operation has but one part. */
export class Single implements Mpi {
  readonly rank = 0;
  readonly size = 1;
  readonly library = undefined;
  readonly host: string;

  constructor(host: string) {
    this.host = host;
  }

  async broadcast<A extends Numbers>(values: A, root = 0): Promise<A> {
    checkInteger('mpi', 'root', root, { min: 0, max: 0 });
    return values;
  }

  async allReduce<A extends Numbers>(values: A): Promise<A> {
    return values;
  }

  allReduceNow<A extends Numbers>(values: A): A {
    return values;
  }

  async gather(bytes: Uint8Array): Promise<Uint8Array[]> {
    return [bytes.slice()];
  }

  async exchange(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
    checkParts(parts, 1);
    return [parts[0]!.slice()];
  }

  async barrier(): Promise<void> {}

  noteCheckpoint(): void {}

  abort(reason: string, code = 1): never {
    checkInteger('mpi', 'code', code, { min: 1, max: 255 });
    process.stderr.write(`${reason}\n`);
    process.exit(code);
  }
}
