import { BackendError } from '@neurite/core';
import { engine } from '@tensorflow/tfjs-core';
import type { DeviceLoss } from '../device-loss.js';
import type { EngineName } from '../engine-name.js';

/** A device that is being watched: one for each backend on a GPU that was turned on. */
export type Device = {
  readonly engine: EngineName;
  /** What happened to it; undefined while it works. */
  readonly loss: DeviceLoss | undefined;
  /** Tells that it is lost. Only the first time counts. */
  lose(reason: string): void;
  /** The answer of a promise; when the device is lost before it comes, that is the error. */
  unlessLost<T>(promise: Promise<T>): Promise<T>;
};

const devices = new Map<string, Device>();
const listeners = new Set<(loss: DeviceLoss) => void>();

/** Begins to watch the device of an engine that has just been turned on. */
export function watchDevice(name: EngineName): Device {
  const waiting = new Set<(error: BackendError) => void>();
  let loss: DeviceLoss | undefined;
  const device: Device = {
    engine: name,
    get loss() {
      return loss;
    },
    lose: (reason) => {
      if (loss !== undefined) return;
      loss = { engine: name, reason };
      for (const fail of [...waiting]) fail(lossError(loss));
      // One that was given up before it was lost concerns nobody any more.
      if (devices.get(name) === device) for (const listener of [...listeners]) listener(loss);
    },
    // Not a race with one promise for the loss: that would remember every promise that ever ran against it.
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
export function forgetDevice(name: EngineName): void {
  devices.delete(name);
}

/** The device of an engine; undefined for engines that cannot be lost, and for those that were not turned on. */
export function deviceOf(name: string): Device | undefined {
  return devices.get(name);
}

/** The device that tfjs-core runs on at present; undefined where it cannot be lost. */
export function currentDevice(): Device | undefined {
  return deviceOf(engine().backendName);
}

/** Calls a function for each loss, until the function that is returned is called. */
export function listen(listener: (loss: DeviceLoss) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What reading a tensor of a lost device ends with. */
export function lossError({ engine: name, reason }: DeviceLoss): BackendError {
  return new BackendError({
    where: name,
    problem: `the device was lost (${reason}), and with it the values of its tensors`,
    advice: 'Train within `resilient`, which goes on with the next engine',
  });
}
