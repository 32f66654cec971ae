import type { BackendError } from '@neurite/core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { type Device, lossError } from './devices.js';

/** How a device tells what is wrong with it. */
export type Health = {
  /** Looks whether the device is lost, and if so tells `device`. */
  check(): void;
  /** The same, where the driver may need a moment to say it. Called after a failure. */
  confirm(): Promise<void>;
  /** An error that came up since the last call, on the side of a kernel that had returned already. */
  takeError(): BackendError | undefined;
};

/**
 * Makes every reading of a value of a lost device an error. Without this a lost context answers with zeros, or never:
 * a training run would go on with nonsense, or hang.
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
      // What a driver says while it goes down is not the reason.
      assertAlive();
      throw error;
    }
  };
  // Called by tfjs-core alone, when a tensor is used on another engine.
  backend.readSync = (dataId) => {
    assertAlive();
    return readSync(dataId);
  };
}
