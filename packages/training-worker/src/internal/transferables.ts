import { ArgumentError } from '@neurite/core';

/** Where a message is sent from, for errors. */
export type MessageOrigin = { readonly where: string; readonly argument: string };

/** A part of a message, and the parts around it. */
type Part = { readonly value: unknown; readonly key: string | number; readonly parent: Part | undefined };

/**
 * The buffers of the typed arrays in a message, each once.
 *
 * @param message arrays, records, maps and sets are searched
 * @throws ArgumentError for what does not survive the way: functions, symbols, and instances of classes with methods
 */
export function transferablesOf(message: unknown, { where, argument }: MessageOrigin): Transferable[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<unknown>();
  const open: Part[] = [{ value: message, key: argument, parent: undefined }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value } = part;
    const lost = whatIsLost(value);
    if (lost !== undefined) {
      throw new ArgumentError({
        where,
        argument,
        expected: 'be data, because closures cannot reach another thread',
        received: `${lost} at \`${pathOf(part)}\``,
        advice: 'Send the options it is made from, or the URL of a module that makes it there',
      });
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof ArrayBuffer) buffers.add(value);
    else if (ArrayBuffer.isView(value)) open.push({ value: value.buffer, key: 'buffer', parent: part });
    else
      for (const [key, child] of childrenOf(value))
        if (isComposite(child)) open.push({ value: child, key, parent: part });
  }
  return [...buffers];
}

/** Its keys are indices where it is an array, a map or a set. */
function childrenOf(value: object): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  return value instanceof Map || value instanceof Set ? [...value].entries() : Object.entries(value);
}

/** Whether something in it may have to be found: numbers and strings are not worth a visit. */
function isComposite(value: unknown): boolean {
  return typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol';
}

/** What would not arrive; undefined for data. */
function whatIsLost(value: unknown): string | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  // Other tags belong to the platform, which knows whether it can clone them.
  if (Object.prototype.toString.call(value) !== '[object Object]') return undefined;
  const object = value as object; // by its tag
  return hasMethods(object) ? `an instance of ${object.constructor.name}` : undefined;
}

/** Whether a prototype other than that of plain objects, of whichever frame, has more than a constructor. */
function hasMethods(object: object): boolean {
  let prototype = prototypeOf(object);
  for (let next = prototype && prototypeOf(prototype); prototype && next; next = prototypeOf(next)) {
    if (Reflect.ownKeys(prototype).length > 1) return true;
    prototype = next;
  }
  return false;
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null; // typed as any
}

/** How to get to a part of a message, as a program would write it. */
function pathOf({ key, parent }: Part): string {
  if (parent === undefined) return String(key);
  return `${pathOf(parent)}${typeof key === 'number' ? `[${key}]` : `.${key}`}`;
}
