import { BackendError, type DeviceLoss, type EngineDevice } from '@neurite/core';
import { engine } from '@tensorflow/tfjs-core';

/** A device that is watched: one for each backend on a GPU that was turned on. */
export type Device = EngineDevice & {
  readonly engine: string;
  /** What happened to it; undefined while it works. */
  readonly loss: DeviceLoss | undefined;
  /** Reports that it is lost. Only the first call counts. */
  lose(reason: string): void;
  /** Settles as the promise does; rejects if the device is lost first. */
  unlessLost<T>(promise: Promise<T>): Promise<T>;
};

const devices = new Map<string, Device>();
const listeners = new Set<(loss: DeviceLoss) => void>();

/** Starts watching the device of an engine that has just been turned on. */
export function watchDevice(name: string): Device {
  const waiting = new Set<(error: BackendError) => void>();
  let loss: DeviceLoss | undefined;
  let resolveLost: (loss: DeviceLoss) => void;
  const lost = new Promise<DeviceLoss>((resolve) => {
    resolveLost = resolve;
  });
  const device: Device = {
    engine: name,
    lost,
    get loss() {
      return loss;
    },
    lose: (reason) => {
      if (loss !== undefined) return;
      loss = { engine: name, reason };
      resolveLost(loss);
      for (const fail of [...waiting]) fail(lossError(loss));
      // The loss of a device that was forgotten before concerns nobody.
      if (devices.get(name) === device) for (const listener of [...listeners]) listener(loss);
    },
    // Not a race with `lost`, which would remember every promise that ever raced it.
    unlessLost: (promise) =>
      new Promise((resolve, reject) => {
        if (loss !== undefined) reject(lossError(loss));
        waiting.add(reject);
        promise.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
  };
  devices.set(name, device);
  return device;
}

/** Forgets the device of an engine that was turned off. */
export function forgetDevice(name: string): void {
  devices.delete(name);
}

/** The device of an engine; undefined for engines that cannot lose theirs, and for those that were not turned on. */
export function deviceOf(name: string): Device | undefined {
  return devices.get(name);
}

/** The device that tfjs-core runs on now; undefined if it cannot be lost. */
export function currentDevice(): Device | undefined {
  return deviceOf(engine().backendName);
}

/** Calls a function for each loss, until the returned function is called. */
export function listen(listener: (loss: DeviceLoss) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The error of reading a tensor of a lost device. */
export function lossError({ engine: name, reason }: DeviceLoss): BackendError {
  return new BackendError({
    where: name,
    problem: `the device was lost (${reason}), and with it the values of its tensors`,
    advice: 'Train within `resilient` of @neurite/training-worker, which goes on with the next engine',
  });
}
