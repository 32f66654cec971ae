import { type Tensor, Tensor as TensorClass, type TensorContainer, tidy, util } from '@tensorflow/tfjs-core';
import { ArgumentError } from './errors.js';
import { watchTensors } from './internal/tape.js';
import { Parameter } from './parameter.js';
import { formatShape, type Shape } from './shape.js';

/** A tensor that outlived the function that made it. */
export type Leak = {
  readonly shape: Shape;
  readonly dtype: string;
  readonly bytes: number;
  /** The line of the program that made it, and the memory scope around it where there was one. */
  readonly created: string;
};

/** What `leakReport` found. */
export type LeakReport<R> = {
  /** What the function returned. */
  readonly result: R;
  /** In the order in which they were made. */
  readonly leaks: readonly Leak[];
  /** The memory that they hold; a buffer that several share counts once. */
  readonly bytes: number;
  /** A table for people. */
  toString(): string;
};

/**
 * Runs `f` and disposes every tensor made in it, except those that it returns and those that are kept, as parameters are.
 *
 * As tfjs's `tidy`, but with a name that leak reports show, and an error for an async function: no scope sees the tensors
 * that it makes after its first `await`.
 *
 * @returns what `f` returned; the caller owns its tensors
 * @throws ArgumentError when `f` is async
 * @example
 * const norm = memoryScope('norm', () => sqrt(sum(square(tensor1d([3, 4])))));
 */
export function memoryScope<R>(name: string, f: () => R): R {
  // tidy looks through records and arrays for tensors, whatever their type; what it passes on is what `f` returned.
  return tidy(name, () => {
    const result = f();
    if (util.isPromise(result)) {
      throw new ArgumentError({
        where: `memoryScope ${name}`,
        argument: 'f',
        expected: 'be a synchronous function',
        received: 'one that returns a promise',
        advice: 'Dispose what an async function makes by hand, and see `leakReport`',
      });
    }
    return result as TensorContainer;
  }) as R;
}

/**
 * Runs `f` and tells which tensors made meanwhile are still alive, except those in its result. It looks across
 * awaits, so run nothing else at the same time. It costs time for each tensor: use it in tests and to find leaks, not in
 * production.
 *
 * @param f its result may hold tensors, parameters and modules anywhere in arrays, maps, records and fields
 * @example
 * const report = await leakReport(() => square(tensor1d([1, 2])));
 * console.log(String(report)); // 1 tensor leaked, 8 bytes: …
 */
export async function leakReport<R>(f: () => R | Promise<R>): Promise<LeakReport<R>> {
  const limit = Error.stackTraceLimit;
  const made = new Map<number, { readonly tensor: Tensor; readonly scopes: string; readonly trace: Error }>();
  const stop = watchTensors((tensor, scopes) => {
    // A tensor is seen again in each scope that passes it on; the first time is its birth.
    if (!made.has(tensor.id)) made.set(tensor.id, { tensor, scopes: scopes.join(' > '), trace: new TraceOnly() });
  });
  // A trace must reach through tfjs's own calls to the one who made them.
  Error.stackTraceLimit = 40;
  let result: R;
  try {
    result = await f();
  } finally {
    stop();
    Error.stackTraceLimit = limit;
  }
  const wanted = tensorsIn(result);
  const alive = [...made.values()].filter(({ tensor }) => !tensor.isDisposed && !wanted.has(tensor));
  const buffers = new Map(alive.map(({ tensor }) => [tensor.dataId, bytesOf(tensor)]));
  const bytes = [...buffers.values()].reduce((sum, size) => sum + size, 0);
  const leaks = alive.map(({ tensor, scopes, trace }) => ({
    shape: tensor.shape,
    dtype: tensor.dtype,
    bytes: bytesOf(tensor),
    created: scopes === '' ? caller(trace) : `${caller(trace)} in ${scopes}`,
  }));
  return { result, leaks, bytes, toString: () => describe(leaks, bytes) };
}

/** Holds a stack trace; never thrown. */
class TraceOnly extends Error {}

function bytesOf(tensor: Tensor): number {
  return tensor.dtype === 'string' ? 0 : tensor.size * util.bytesPerElement(tensor.dtype);
}

/** The first line of a trace that is neither in tfjs nor here. */
function caller({ stack = '' }: Error): string {
  const lines = stack.split('\n').filter((line) => /:\d+:\d+\)?$/.test(line));
  const outside = lines.find((line) => !/tfjs-(core|backend)|\b(memory|tape)\.(ts|js)|node:internal/.test(line));
  return (outside ?? lines.at(-1) ?? 'an unknown line').trim().replace(/^at /, '');
}

function tensorsIn(value: unknown, seen: Set<unknown> = new Set(), found: Set<Tensor> = new Set()): Set<Tensor> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return found;
  seen.add(value);
  if (value instanceof TensorClass) found.add(value);
  else if (value instanceof Parameter) found.add(value.value);
  else if (value instanceof Map || value instanceof Set)
    for (const child of value.values()) tensorsIn(child, seen, found);
  else if (!ArrayBuffer.isView(value)) for (const child of Object.values(value)) tensorsIn(child, seen, found);
  return found;
}

function describe(leaks: readonly Leak[], bytes: number): string {
  if (leaks.length === 0) return 'no tensor leaked';
  const lines = leaks.map(
    (leak) => `  ${leak.dtype} ${formatShape(leak.shape)}, ${leak.bytes} bytes, made at ${leak.created}`,
  );
  return [`${leaks.length} tensor${leaks.length === 1 ? '' : 's'} leaked, ${bytes} bytes:`, ...lines].join('\n');
}
