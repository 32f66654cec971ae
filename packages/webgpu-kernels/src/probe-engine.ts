import { deviceOf } from './devices.js';
import type { Candidate } from './engine-candidate.js';

/** What is known about an engine without turning it on. */
export type EngineState<Name extends string = string> = {
  readonly engine: Name;
  /** Whether it would be taken if it is preferred, provided that it passes its self-test. */
  readonly available: boolean;
  /** The device in the words of its driver; undefined if there is none. */
  readonly device: string | undefined;
  /** Whether the device is a software renderer, which is taken only if it is preferred. */
  readonly software: boolean;
  /** Why it would work, or what is missing, in a clause. */
  readonly reason: string;
  /** What mends it, in a clause or a command; undefined if nothing is missing, or nothing helps. */
  readonly remedy: string | undefined;
};

/**
 * Looks for the device and the package of an engine. Turns nothing on.
 *
 * @param options `afterLoss` is what helps when its device was lost, in a clause
 */
export async function probeEngine<Name extends string, Settings>(
  candidate: Candidate<Name, Settings>,
  { settings, afterLoss }: { readonly settings: Settings; readonly afterLoss: string },
): Promise<EngineState<Name>> {
  const loss = deviceOf(candidate.backendName)?.loss;
  const [device, package_] = await Promise.all([candidate.findDevice(settings), candidate.findPackage(settings)]);
  const missing =
    loss === undefined
      ? [device, package_].filter(({ available }) => !available)
      : [{ reason: `its device was lost (${loss.reason})`, remedy: afterLoss }];
  const { reason, remedy } = missing[0] ?? device;
  return {
    engine: candidate.name,
    available: missing.length === 0,
    device: device.device,
    software: device.software,
    reason: missing.length < 2 ? reason : missing.map((one) => one.reason).join(', and '),
    remedy: missing.length < 2 ? remedy : missing.flatMap((one) => one.remedy ?? []).join(', and ') || undefined,
  };
}

/** One line about an engine. */
export function engineLine({ engine, available, device, software, reason, remedy }: EngineState): string {
  const what = available ? `${device}${software ? ', a software renderer' : ''}` : reason;
  return `${engine}: ${available ? 'yes' : 'no'}, ${what}${remedy === undefined ? '' : `; ${remedy}`}`;
}
