// Calls of kernels that must not compile: what the compiler would take here would write somewhere else in the memory.
import { type OptionalPointer, type OwnScratch, offset, type Pointer } from '../../src/internal/address.js';
import type { WasmBackend } from '../../src/internal/backend.js';
import { BinaryCode, DtypeCode, UnaryCode } from '../../src/internal/generated/kernel-calls.js';

declare const backend: WasmBackend;
declare const pointer: Pointer;
declare const optional: OptionalPointer;
const { kernels, threads } = backend;

// The number of arguments.
kernels.softmax({ logits: pointer, target: pointer, rows: 2, columns: 3 });
// @ts-expect-error one is missing
kernels.softmax({ logits: pointer, target: pointer, rows: 2 });
// @ts-expect-error one is too many
kernels.softmax({ logits: pointer, target: pointer, rows: 2, columns: 3, axis: 1 });
// @ts-expect-error by name, not in a row
kernels.softmax(pointer, pointer, 2, 3);
// @ts-expect-error the module has no such kernel
kernels.softMax({ logits: pointer, target: pointer, rows: 2, columns: 3 });
// @ts-expect-error it takes none
kernels.winogradScratch({ units: 1 });

// Their order: each kind of number is a type of its own, so that no two of them can be swapped.
// @ts-expect-error an address for a size
kernels.softmax({ logits: pointer, target: pointer, rows: pointer, columns: 3 });
// @ts-expect-error a size for an address
kernels.softmax({ logits: 2, target: pointer, rows: 2, columns: 3 });
// @ts-expect-error arithmetic makes a plain number: `offset` keeps the address
kernels.softmax({ logits: pointer + 4, target: pointer, rows: 2, columns: 3 });
kernels.softmax({ logits: offset(pointer, 1), target: pointer, rows: 2, columns: 3 });
// @ts-expect-error what may be absent for what must be there
kernels.softmax({ logits: optional, target: pointer, rows: 2, columns: 3 });

// Codes.
kernels.unary({ code: UnaryCode.Relu, x: pointer, target: pointer, count: 1, first: 0, second: 0 });
// @ts-expect-error the code of a function of two tensors
kernels.unary({ code: BinaryCode.Add, x: pointer, target: pointer, count: 1, first: 0, second: 0 });
// @ts-expect-error a number for a code
kernels.unary({ code: 0, x: pointer, target: pointer, count: 1, first: 0, second: 0 });
// @ts-expect-error a code for a size
kernels.unary({ code: UnaryCode.Relu, x: pointer, target: pointer, count: UnaryCode.Abs, first: 0, second: 0 });
// @ts-expect-error the name of a dtype for its code
kernels.convert({ from: 'int32', to: DtypeCode.Float, x: pointer, target: pointer, count: 1 });

// Flags.
const logits = { logits: pointer, labels: pointer, losses: pointer, rows: 2, columns: 3 };
kernels.softmaxCrossEntropy({ ...logits, classes: true });
// @ts-expect-error a number for a flag
kernels.softmaxCrossEntropy({ ...logits, classes: 1 });

// Scratch.
const sizes = { batch: 1, time: 1, units: 1 };
const rest = {
  x: pointer,
  kernel: pointer,
  state: pointer,
  mask: optional,
  outputs: pointer,
  rectify: false,
  ...sizes,
};
threads.over({ extent: 1, cost: 1, scratch: 8 }, (part, { scratch }) => {
  part.simpleRnnSequence({ ...rest, scratch });
  // @ts-expect-error a tensor for scratch
  part.simpleRnnSequence({ ...rest, scratch: pointer });
  // @ts-expect-error the scratch of the thread for a tensor
  part.softmax({ logits: scratch, target: pointer, rows: 2, columns: 3 });
  // @ts-expect-error the thread fills in where it is, so there is nothing to add to
  offset(scratch, 1);
  // @ts-expect-error a kernel in a part gives no result: it may not have run yet
  const size: number = part.recurrentScratch({ batch: 1, units: 1 });
  return size;
});
declare let kept: OwnScratch<unknown>;
threads.over({ extent: 1, cost: 1, scratch: 8 }, (_, { scratch }) => {
  // @ts-expect-error scratch lives for one call
  kept = scratch;
});
// @ts-expect-error lent memory lives for one function
backend.withScratch(8, (scratch) => scratch);
