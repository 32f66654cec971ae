// What the arguments of exported functions are. The types of calls in TypeScript are generated from these names
// (tools/generate-calls.mjs): there each is a type of its own, so that an address does not pass for a size.

/** The address of a tensor's first element, or of a later one, in bytes. */
export type Pointer = usize;
/** The same, or 0 where there is no such tensor. */
export type OptionalPointer = usize;
/** An address in scratch memory that belongs to this call alone and holds anything when it begins. */
export type Scratch = usize;
/** An address of a tensor's, or in scratch memory that the caller holds longer than for this call. */
export type Memory = usize;
/** A distance in bytes. */
export type Bytes = usize;
