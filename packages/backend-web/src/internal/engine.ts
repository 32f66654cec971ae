import type { EngineName } from '../engine-name.js';

/** What is known of an engine before it is turned on. */
export type Availability = {
  readonly available: boolean;
  /** The device in the words of its driver; undefined where there is none. */
  readonly device: string | undefined;
  /** Whether a program pretends to be the device: right, and slower than wasm. */
  readonly software: boolean;
  /** Why it would work here, or why not: a clause. */
  readonly reason: string;
  /** What would make it available: a clause; undefined where nothing is missing, or nothing helps. */
  readonly remedy: string | undefined;
};

/** One way to run tensors. */
export type Engine = {
  readonly name: EngineName;
  /** Looks for the device. Turns nothing on, loads no package. */
  findDevice(): Promise<Availability>;
  /** Looks for the package. Loads one small file of it, registers nothing. */
  findPackage(): Promise<Pick<Availability, 'available' | 'reason' | 'remedy'>>;
  /**
   * Turns it on: afterwards tfjs-core runs on it.
   *
   * @returns the device in words, where more is known of it now than before
   * @throws whatever keeps it from starting
   */
  start(): Promise<string | undefined>;
};

/** A renderer that is a program: correct, but no match for wasm. */
export function isSoftware(device: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(device);
}

/** The answer of an engine that cannot work here. */
export function unavailable(reason: string, remedy?: string): Availability {
  return { available: false, device: undefined, software: false, reason, remedy };
}

/**
 * What to do with the import of a package that is not there. Handed to `catch` where the import stands, for there
 * bundlers see that the package may be missing.
 */
export const missing: () => undefined = () => undefined;

/**
 * Whether a package is there, found by a file of it that does nothing.
 *
 * @param file the import of that file, undefined where it failed
 */
export async function findPackage(name: string, file: Promise<unknown>): ReturnType<Engine['findPackage']> {
  if ((await file) !== undefined) return { available: true, reason: `${name} is installed`, remedy: undefined };
  return { available: false, reason: `the package ${name} is not installed`, remedy: `npm install ${name}` };
}
