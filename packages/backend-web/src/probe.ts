import { type EngineName, engineOrder } from './engine-name.js';
import { candidates } from './internal/candidates.js';
import { deviceOf } from './internal/devices.js';

/** What is known about an engine without turning it on. */
export type EngineProbe = {
  readonly engine: EngineName;
  /** Whether `useWeb({ prefer: engine })` would take it, provided that it passes its self-test. */
  readonly available: boolean;
  /** The device in the words of its driver; undefined if there is none. */
  readonly device: string | undefined;
  /** Whether the device is a software renderer, which `useWeb` takes only if it is preferred. */
  readonly software: boolean;
  /** Why it would work, or what is missing, in a clause. */
  readonly reason: string;
  /** What mends it, in a clause or a command; undefined if nothing is missing, or nothing helps. */
  readonly remedy: string | undefined;
};

/** The engines that would work here. */
export type WebProbe = {
  /** The engine that `useWeb` would try first. */
  readonly best: EngineName;
  /** All engines, in the order in which they are tried. */
  readonly engines: readonly EngineProbe[];
  /** One line for each engine. */
  toString(): string;
};

/**
 * Says what `useWeb` would find here, what is missing, and what mends it. It turns nothing on, registers nothing with
 * tfjs-core, and leaves no GPU context behind.
 *
 * @example
 * const { best, engines } = await probe();
 */
export async function probe(): Promise<WebProbe> {
  const probes = await Promise.all(engineOrder.map(probeEngine));
  return {
    best: probes.find(({ available, software }) => available && !software)?.engine ?? 'cpu',
    engines: probes,
    toString: () => probes.map(line).join('\n'),
  };
}

async function probeEngine(name: EngineName): Promise<EngineProbe> {
  const loss = deviceOf(name)?.loss;
  const [device, package_] = await Promise.all([candidates[name].findDevice(), candidates[name].findPackage()]);
  const missing =
    loss === undefined
      ? [device, package_].filter(({ available }) => !available)
      : [{ reason: `its device was lost (${loss.reason})`, remedy: 'reload the page' }];
  const { reason, remedy } = missing[0] ?? device;
  return {
    engine: name,
    available: missing.length === 0,
    device: device.device,
    software: device.software,
    reason: missing.length < 2 ? reason : missing.map((one) => one.reason).join(', and '),
    remedy: missing.length < 2 ? remedy : missing.flatMap((one) => one.remedy ?? []).join(', and ') || undefined,
  };
}

function line({ engine, available, device, software, reason, remedy }: EngineProbe): string {
  const what = available ? `${device}${software ? ', a software renderer' : ''}` : reason;
  return `${engine}: ${available ? 'yes' : 'no'}, ${what}${remedy === undefined ? '' : `; ${remedy}`}`;
}
