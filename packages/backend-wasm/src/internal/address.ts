// Numbers that must not be taken for one another, each of a type of its own. At run time all of them are plain numbers.

declare const kind: unique symbol;
declare const lifetime: unique symbol;

type Life<L> = { readonly [lifetime]: (life: L) => L };

/** The address of a tensor's first element, or of a later one, in bytes. Valid while the tensor lives, also when the memory grows. */
export type Pointer = number & { readonly [kind]: 'tensor' };
/** The same, or 0 where there is no such tensor. */
export type OptionalPointer = Pointer | 0;
/** An address in scratch memory that is lent to a function. */
type Lent = number & { readonly [kind]: 'scratch' };
/** What a kernel takes for the scratch of its own. */
export type AnyScratch = number & { readonly [kind]: 'scratch' | 'own scratch' };
/**
 * An address in scratch memory. Each function that it is lent to gets it with a lifetime `L` of its own, so that the
 * address cannot be returned, or assigned to a variable outside.
 */
export type Scratch<L> = Lent & Life<L>;
/** The scratch of the thread that runs a kernel: the thread fills in where that is, so it is good for nothing else. */
export type OwnScratch<L> = number & { readonly [kind]: 'own scratch' } & Life<L>;
/** An address of a tensor's or in scratch memory. */
export type Memory = Pointer | Lent;
/** A code that the assembly gives to a function, mode or dtype, of the enum of this name. */
export type Code<Name extends string> = number & { readonly [kind]: Name };
/** A number that is neither an address nor a code. */
export type Plain = number & { readonly [kind]?: never; valueOf(): number };

/** The address of a later element of four bytes. */
export function offset<Address extends Memory>(address: Address, elements: number): Address {
  return (address + elements * 4) as Address;
}

/** The address of a later boolean. */
export function offsetBytes<Address extends Memory>(address: Address, bytes: number): Address {
  return (address + bytes) as Address;
}

/** The address of a later element of four bytes, where there is a tensor. */
export function offsetOptional(address: OptionalPointer, elements: number): OptionalPointer {
  return address === 0 ? 0 : offset(address, elements);
}
