/** A GPU that is gone: reset by its driver, taken by the system, or out of memory. */
export type DeviceLoss = {
  /** The engine that ran on it, e.g. `webgpu`. */
  readonly engine: string;
  /** In the words of the driver. */
  readonly reason: string;
};

/** A device that can be lost. */
export type EngineDevice = {
  /** Resolves when the device is lost; pending while it works. */
  readonly lost: Promise<DeviceLoss>;
};

/** What an engine says about itself, for people. */
export type EngineDescription = {
  /** Its name as `prefer` takes it, e.g. `webgpu`. */
  readonly name: string;
  /** The device in the words of its driver. */
  readonly device: string;
  /** Why it was chosen, in one line. */
  readonly reason: string;
};

/**
 * A way to turn on what runs tensors, for packages that belong to no backend. Backend packages export theirs, such as
 * `webEngine` of `@neurite/backend-web`.
 *
 * @example
 * const cpu: Engine<string> = {
 *   use: async () => {
 *     await setBackend('cpu');
 *     return 'the only one';
 *   },
 *   describe: (reason) => ({ name: 'cpu', device: 'JavaScript', reason }),
 *   current: () => undefined,
 * };
 */
export interface Engine<Report = unknown> {
  /**
   * Turns an engine on: afterwards tfjs-core runs on it. May be called again, also after the loss of a device.
   *
   * @param options `prefer` names the engine to try first. Default: the package's own order
   * @returns what was turned on, in the package's own words
   * @throws ArgumentError for a `prefer` that the package does not know
   * @throws BackendError when no engine works
   */
  use(options: { readonly prefer?: string | undefined }): Promise<Report>;
  /** Describes what `use` turned on. */
  describe(report: Report): EngineDescription;
  /** The device that tfjs-core runs on now; undefined if it cannot be lost. */
  current(): EngineDevice | undefined;
}
