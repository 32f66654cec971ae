import type { WasmOptions } from '@neurite/backend-wasm';
import { BackendError, checkChoice, resolveOptions } from '@neurite/core';
import { registerBackend, removeBackend, setBackend, engine as tfjs } from '@tensorflow/tfjs-core';
import { type EngineName, engineOrder } from './engine-name.js';
import { candidates } from './internal/candidates.js';
import { deviceOf, forgetDevice } from './internal/devices.js';
import { runSelfTest } from './internal/self-test.js';
import type { Attempt, SelfTest, WebReport } from './web-report.js';

/** Options of `useWeb`. */
export type WebOptions = {
  /** The engine to try first, even if its device is a software renderer; the others follow in their order. Default: none. */
  readonly prefer?: EngineName;
  /** Options of `useWasm`, with which wasm is turned on when it is tried. Default: none. */
  readonly wasm?: WasmOptions;
};

/** Calls run one after another, because tfjs-core abandons one of two starts that overlap. */
let lastCall: Promise<unknown> = Promise.resolve();

/**
 * Turns on the fastest engine that computes correctly: webgpu, webgl, wasm, cpu, in this order. Each one must first
 * multiply matrices, convolve an image, differentiate both, and give known numbers. An engine without a device, with a
 * software renderer (slower than wasm) or with a driver that computes wrong numbers is passed over, and the report says
 * why.
 *
 * Calling it again is harmless. An engine whose device was lost is not tried again on the same page.
 *
 * @returns the engine it chose, and why
 * @throws ArgumentError for an engine that does not exist
 * @throws BackendError when no engine passes
 * @example
 * const report = await useWeb();
 * console.log(`${report}`); // webgl on NVIDIA GeForce …: self-test right in 41 ms; passed over: webgpu (…)
 */
export async function useWeb(options: WebOptions = {}): Promise<WebReport> {
  const { prefer, wasm = {} } = resolveOptions('useWeb', options, { prefer: undefined, wasm: undefined });
  if (prefer !== undefined) checkChoice('useWeb', 'prefer', prefer, engineOrder);
  const report = lastCall.then(() => choose(prefer, wasm));
  lastCall = report.catch(() => undefined);
  return report;
}

async function choose(prefer: EngineName | undefined, wasm: WasmOptions): Promise<WebReport> {
  const before = tfjs().backendName;
  const tried: Attempt[] = [];
  for (const name of new Set([...(prefer === undefined ? [] : [prefer]), ...engineOrder])) {
    const { device, ...attempt } = await tryEngine(name, { preferred: name === prefer, wasm });
    tried.push(attempt);
    const { selfTest } = attempt;
    if (attempt.outcome === 'chosen' && selfTest !== undefined) {
      return { engine: name, device, selfTest, tried, toString: () => describe({ name, device, selfTest, tried }) };
    }
  }
  if (before) await setBackend(before);
  throw new BackendError({ where: 'useWeb', problem: `no engine works here: ${list(tried)}` });
}

async function tryEngine(
  name: EngineName,
  { preferred, wasm }: { readonly preferred: boolean; readonly wasm: WasmOptions },
): Promise<Attempt & { readonly device: string }> {
  const refuse = (reason: string, remedy?: string, selfTest?: SelfTest): Attempt & { readonly device: string } => ({
    engine: name,
    outcome: 'passed over',
    reason,
    remedy,
    selfTest,
    device: '',
  });
  const loss = deviceOf(name)?.loss;
  if (loss !== undefined) return refuse(`its device was lost (${loss.reason})`, 'reload the page');
  try {
    const found = await candidates[name].findDevice();
    if (!found.available) return refuse(found.reason, found.remedy);
    let { device = name } = found;
    if (found.software && !preferred) {
      return refuse(
        `${device} is a software renderer, slower than wasm`,
        `useWeb({ prefer: '${name}' }) takes it anyway`,
      );
    }
    const package_ = await candidates[name].findPackage();
    if (!package_.available) return refuse(package_.reason, package_.remedy);
    const running = tfjs().findBackend(name) !== null && tfjs().backendName === name;
    device = (await candidates[name].start(wasm)) ?? device;
    const { problem, ...selfTest } = await runSelfTest();
    if (problem === undefined) {
      return { engine: name, outcome: 'chosen', reason: 'its self-test is right', remedy: undefined, selfTest, device };
    }
    // Tensors made before live on the backend that made them.
    if (!running) turnOff(name);
    return refuse(problem, undefined, selfTest);
  } catch (error) {
    return refuse(`it does not start (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Frees the memory of a backend and leaves it registered as it was. */
function turnOff(name: EngineName): void {
  const { registryFactory } = tfjs();
  const registration = registryFactory[name];
  if (registration === undefined || tfjs().findBackend(name) === null) return;
  forgetDevice(name);
  removeBackend(name);
  registerBackend(name, registration.factory, registration.priority);
}

function describe(report: {
  readonly name: EngineName;
  readonly device: string;
  readonly selfTest: SelfTest;
  readonly tried: readonly Attempt[];
}): string {
  const { name, device, selfTest, tried } = report;
  const others = list(tried.filter(({ outcome }) => outcome === 'passed over'));
  const right = `${name} on ${device}: self-test right in ${Math.round(selfTest.milliseconds)} ms`;
  return others === '' ? right : `${right}; passed over: ${others}`;
}

function list(attempts: readonly Attempt[]): string {
  return attempts
    .map(({ engine, reason, remedy }) => `${engine} (${reason}${remedy === undefined ? '' : `; ${remedy}`})`)
    .join(', ');
}
