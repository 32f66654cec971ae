import type { BackendError } from '@neurite/core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { type Device, lossError } from './devices.js';

/** How the health of a device is checked. */
export type Health = {
  /** Checks whether the device is lost, and if so tells `device`. */
  check(): void;
  /** The same after a failure, when the driver may need a moment to report it. */
  confirm(): Promise<void>;
  /** An error since the last call that occurred after its kernel had returned. */
  takeError(): BackendError | undefined;
};

/**
 * Makes each read from a lost device an error. Otherwise a lost context answers with zeros, or never: a training run
 * would go on with wrong numbers, or hang.
 */
export function guardReads(backend: KernelBackend, device: Device, health: Health): void {
  const read = backend.read.bind(backend);
  const readSync = backend.readSync.bind(backend);
  const assertAlive = (): void => {
    health.check();
    if (device.loss !== undefined) throw lossError(device.loss);
    const error = health.takeError();
    if (error !== undefined) throw error;
  };
  backend.read = async (dataId) => {
    assertAlive();
    try {
      const values = await device.unlessLost(read(dataId));
      assertAlive();
      return values;
    } catch (error) {
      await health.confirm();
      // The error of a driver that is going down is not the reason.
      assertAlive();
      throw error;
    }
  };
  // Only tfjs-core calls it, when a tensor is used on another engine.
  backend.readSync = (dataId) => {
    assertAlive();
    return readSync(dataId);
  };
}
