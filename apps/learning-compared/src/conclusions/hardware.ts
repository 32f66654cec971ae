import { duration, list, times } from '@neurite/command-kit/words';
import { NETWORKS, type NetworkName } from '../models/model-names.js';
import type { HardwareResult, Results } from '../run/results.js';
import type { Conclusion } from './conclusion.js';

/** What hardware each network needs. */
export function hardwareConclusions({ hardware }: Results): readonly Conclusion[] {
  const networks = [...new Set(hardware.map(({ network }) => network))];
  return [
    ...networks.map((network) => ({ about: `hardware: ${NETWORKS[network]}`, sentence: describe(hardware, network) })),
    ...gpuConclusions(hardware),
  ].filter(({ sentence }) => sentence !== '');
}

type Timed = HardwareResult & { readonly stepMilliseconds: number };

function isTimed(result: HardwareResult): result is Timed {
  return 'stepMilliseconds' in result;
}

function describe(hardware: readonly HardwareResult[], network: NetworkName): string {
  const own = hardware.filter((result) => result.network === network && result.engine !== 'gpu');
  const timed = own.filter(isTimed);
  const steps = timed.map((result) => `${duration(result.stepMilliseconds / 1000)} ${nameOf(result)}`);
  if (steps.length === 0) return '';
  const [one, two] = [1, 2].map((threads) =>
    timed.find((result) => result.engine === 'wasm' && result.threads === threads),
  );
  const plain = timed.find(({ engine }) => engine === 'cpu');
  return [
    `A train step of 64 samples takes ${list(steps)}.`,
    ...(plain === undefined || one === undefined
      ? []
      : [ratio(plain, one, 'Plain JavaScript takes', 'WebAssembly on one thread')]),
    ...(one === undefined || two === undefined ? [] : [speedUp(one, two)]),
    ...own.flatMap((result) => ('reason' in result ? [`Not measured ${nameOf(result)}: ${result.reason}.`] : [])),
  ].join(' ');
}

function nameOf({ engine, threads }: HardwareResult): string {
  if (engine === 'cpu') return 'in plain JavaScript';
  return `in WebAssembly on ${threads === 1 ? 'one thread' : `${threads} threads`}`;
}

function ratio(slow: Timed, fast: Timed, words: string, than: string): string {
  return `${words} ${times(slow.stepMilliseconds / fast.stepMilliseconds)} as long as ${than}.`;
}

/** Steps of one machine scatter by some percent: less is no gain. */
const NOISE = 1.05;

function speedUp(one: Timed, two: Timed): string {
  const gain = one.stepMilliseconds / two.stepMilliseconds;
  if (gain > NOISE) return `Two threads make a step ${times(gain)} as fast as one.`;
  return gain < 1 / NOISE
    ? `Two threads make a step slower than one: it takes ${times(1 / gain)} as long.`
    : 'Two threads are as fast as one, within 5 %.';
}

function gpuConclusions(hardware: readonly HardwareResult[]): readonly Conclusion[] {
  const own = hardware.filter(({ engine }) => engine === 'gpu');
  const timed = own.filter(isTimed);
  const about = 'hardware: GPU';
  if (timed.length > 0) {
    const sentences = timed.map((result) => {
      const host = hardware
        .filter(isTimed)
        .filter(({ engine, network }) => engine === 'wasm' && network === result.network);
      const best = host.reduce<Timed | undefined>(
        (fast, one) => (fast === undefined || one.stepMilliseconds < fast.stepMilliseconds ? one : fast),
        undefined,
      );
      const step = `a step of the ${NETWORKS[result.network]} takes ${duration(result.stepMilliseconds / 1000)}`;
      return best === undefined
        ? step
        : `${step}, ${times(best.stepMilliseconds / result.stepMilliseconds)} as fast as WebAssembly ${best.threads === 1 ? 'on one thread' : `on ${best.threads} threads`}`;
    });
    return [{ about, sentence: `On the GPU ${sentences.join('; ')}.` }];
  }
  const reason = own.flatMap((result) => ('reason' in result ? [result.reason] : []))[0];
  return reason === undefined ? [] : [{ about, sentence: `Nothing was measured on a GPU: ${reason}.` }];
}
