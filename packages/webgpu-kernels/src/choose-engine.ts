import { BackendError } from '@neurite/core';
import { registerBackend, removeBackend, setBackend, engine as tfjs } from '@tensorflow/tfjs-core';
import { deviceOf, forgetDevice } from './devices.js';
import type { Candidate } from './engine-candidate.js';
import { runSelfTest, type SelfTest } from './self-test.js';

/** What came of trying an engine. */
export type EngineAttempt<Name extends string = string> = {
  readonly engine: Name;
  readonly outcome: 'chosen' | 'passed over';
  /** Why, in a clause. */
  readonly reason: string;
  /** What would make it available, in a clause; undefined if nothing would. */
  readonly remedy: string | undefined;
  /** Undefined if it did not get that far. */
  readonly selfTest: SelfTest | undefined;
};

/** The engine that was turned on. */
export type EngineReport<Name extends string = string> = {
  readonly engine: Name;
  /** The device in the words of its driver. */
  readonly device: string;
  readonly selfTest: SelfTest;
  /** Every engine that was tried, in order; the last one was chosen. */
  readonly tried: readonly EngineAttempt<Name>[];
  /** One line for people. */
  toString(): string;
};

/** Which engines are tried, and how. */
export type EngineChoice<Name extends string, Settings> = {
  /** The function that the user called. */
  readonly where: string;
  /** In the order in which they are tried. */
  readonly order: Iterable<Name>;
  /** Those that are taken even if their device is a software renderer. */
  readonly preferred: readonly Name[];
  readonly candidates: Readonly<Record<Name, Candidate<Name, Settings>>>;
  readonly settings: Settings;
  /** What helps when a device was lost, in a clause. */
  readonly afterLoss: string;
};

/** Calls run one after another, because tfjs-core abandons one of two starts that overlap. */
let lastCall: Promise<unknown> = Promise.resolve();

/**
 * Turns on the first engine that has a device and its package, and computes a matrix product, a convolution and their
 * gradients right. An engine whose device was lost is not tried again.
 *
 * @throws BackendError when none passes; what ran before runs on
 */
export async function chooseEngine<Name extends string, Settings>(
  choice: EngineChoice<Name, Settings>,
): Promise<EngineReport<Name>> {
  const report = lastCall.then(() => choose(choice));
  lastCall = report.catch(() => undefined);
  return report;
}

async function choose<Name extends string, Settings>(
  choice: EngineChoice<Name, Settings>,
): Promise<EngineReport<Name>> {
  const before = tfjs().backendName;
  const tried: EngineAttempt<Name>[] = [];
  for (const name of new Set(choice.order)) {
    const { device, ...attempt } = await tryEngine(name, choice);
    tried.push(attempt);
    const { selfTest } = attempt;
    if (attempt.outcome === 'chosen' && selfTest !== undefined) {
      return { engine: name, device, selfTest, tried, toString: () => describe({ name, device, selfTest, tried }) };
    }
  }
  if (before) await setBackend(before);
  throw new BackendError({ where: choice.where, problem: `no engine works here: ${list(tried)}` });
}

async function tryEngine<Name extends string, Settings>(
  name: Name,
  { where, preferred, candidates, settings, afterLoss }: EngineChoice<Name, Settings>,
): Promise<EngineAttempt<Name> & { readonly device: string }> {
  const candidate = candidates[name];
  const { backendName } = candidate;
  const refuse = (
    reason: string,
    remedy?: string,
    selfTest?: SelfTest,
  ): EngineAttempt<Name> & { readonly device: string } => ({
    engine: name,
    outcome: 'passed over',
    reason,
    remedy,
    selfTest,
    device: '',
  });
  const loss = deviceOf(backendName)?.loss;
  if (loss !== undefined) return refuse(`its device was lost (${loss.reason})`, afterLoss);
  try {
    const found = await candidate.findDevice(settings);
    if (!found.available) return refuse(found.reason, found.remedy);
    let { device = name } = found;
    if (found.software && !preferred.includes(name)) {
      return refuse(
        `${device} is a software renderer, slower than wasm`,
        `${where}({ prefer: '${name}' }) takes it anyway`,
      );
    }
    const package_ = await candidate.findPackage(settings);
    if (!package_.available) return refuse(package_.reason, package_.remedy);
    const running = tfjs().findBackend(backendName) !== null && tfjs().backendName === backendName;
    device = (await candidate.start(settings)) ?? device;
    const { problem, ...selfTest } = await runSelfTest();
    if (problem === undefined) {
      return { engine: name, outcome: 'chosen', reason: 'its self-test is right', remedy: undefined, selfTest, device };
    }
    // Tensors made before live on the backend that made them.
    if (!running) turnOff(backendName);
    return refuse(problem, undefined, selfTest);
  } catch (error) {
    return refuse(`it does not start (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Frees the memory of a backend and leaves it registered as it was. */
function turnOff(name: string): void {
  const { registryFactory } = tfjs();
  const registration = registryFactory[name];
  if (registration === undefined || tfjs().findBackend(name) === null) return;
  forgetDevice(name);
  removeBackend(name);
  registerBackend(name, registration.factory, registration.priority);
}

function describe(report: {
  readonly name: string;
  readonly device: string;
  readonly selfTest: SelfTest;
  readonly tried: readonly EngineAttempt[];
}): string {
  const { name, device, selfTest, tried } = report;
  const others = list(tried.filter(({ outcome }) => outcome === 'passed over'));
  const right = `${name} on ${device}: self-test right in ${Math.round(selfTest.milliseconds)} ms`;
  return others === '' ? right : `${right}; passed over: ${others}`;
}

function list(attempts: readonly EngineAttempt[]): string {
  return attempts
    .map(({ engine, reason, remedy }) => `${engine} (${reason}${remedy === undefined ? '' : `; ${remedy}`})`)
    .join(', ');
}
