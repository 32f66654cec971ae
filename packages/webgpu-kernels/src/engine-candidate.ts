/** What is known about an engine before it is turned on. */
export type Availability = {
  readonly available: boolean;
  /** The device in the words of its driver; undefined if there is none. */
  readonly device: string | undefined;
  /** Whether the device is a software renderer: correct, but slower than wasm. */
  readonly software: boolean;
  /** Why it would work here, or why not, in a clause. */
  readonly reason: string;
  /** What would make it available, in a clause; undefined if nothing is missing, or nothing helps. */
  readonly remedy: string | undefined;
};

/** An engine that may run here. */
export type Candidate<Name extends string = string, Settings = unknown> = {
  readonly name: Name;
  /** The name under which it is registered with tfjs-core. */
  readonly backendName: string;
  /** Looks for the device. Turns nothing on, registers nothing. */
  findDevice(settings: Settings): Promise<Availability>;
  /** Looks for the package. Loads one small file of it, registers nothing. */
  findPackage(settings: Settings): Promise<Pick<Availability, 'available' | 'reason' | 'remedy'>>;
  /**
   * Turns it on: afterwards tfjs-core runs on it.
   *
   * @returns the device in words, if more is known about it than before
   * @throws the reason why it does not start
   */
  start(settings: Settings): Promise<string | undefined>;
};

/** Whether a renderer runs in software: correct, but slower than wasm. */
export function isSoftware(device: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(device);
}

/** The availability of an engine that cannot work here. */
export function unavailable(reason: string, remedy?: string): Availability {
  return { available: false, device: undefined, software: false, reason, remedy };
}

/**
 * Handles the import of a package that is not installed. Handed to `catch` right at the import, where bundlers see that
 * the package may be missing.
 */
export const missing: () => undefined = () => undefined;

/**
 * Whether a package is installed, by importing a file of it that does nothing.
 *
 * @param file the import of that file; undefined if it failed
 */
export async function findPackage(name: string, file: Promise<unknown>): ReturnType<Candidate['findPackage']> {
  if ((await file) !== undefined) return { available: true, reason: `${name} is installed`, remedy: undefined };
  return { available: false, reason: `the package ${name} is not installed`, remedy: `npm install ${name}` };
}
