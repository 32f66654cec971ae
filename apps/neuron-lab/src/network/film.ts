import { trainInWorker } from '@neurite/training-worker';
import { takeWorker } from '../training/training-workers.js';
import { gifFilm } from '../ui/gif-film.js';
import { drawHeat } from './draw-heat.js';
import { drawSamples } from './draw-samples.js';
import { outputPixels } from './heat.js';
import type { NetworkConfig } from './network-config.js';
import { classesOf, makeSamples, outputsOf } from './samples.js';
import type { Snapshot } from './snapshot.js';
import type { NetworkEnd, NetworkInput } from './train-network.js';

/** Pixels of each side of an image, and of the line of text below it. */
const [SIDE, LINE] = [288, 28];
/** Images of a film. */
const FRAMES = 40;
const GROUND = [255, 255, 255] as const;

/** What the network says everywhere, its points, and a line about the run: the same in every theme. */
function drawStill(snapshot: Snapshot, config: NetworkConfig): OffscreenCanvas {
  const canvas = new OffscreenCanvas(SIDE, SIDE + LINE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!; // every browser has it
  const classes = classesOf(config);
  const heat = { ground: GROUND, discretize: false };
  const pixels = outputPixels(snapshot.output, { outputs: outputsOf(config), binary: classes === 2 }, heat);
  const size = { width: SIDE, height: SIDE };
  drawHeat(context, pixels, { ...size, smooth: true });
  drawSamples(context, makeSamples(config), { ...size, regression: classes === 0, showTest: false });
  context.fillStyle = '#ffffff';
  context.fillRect(0, SIDE, SIDE, LINE);
  context.fillStyle = '#1b2030';
  context.font = '13px system-ui, sans-serif';
  const { step, train } = snapshot;
  const right = train.accuracy === undefined ? '' : `, ${(train.accuracy * 100).toFixed(0)} % right`;
  context.fillText(`step ${step}: loss ${train.loss.toPrecision(3)}${right}`, 8, SIDE + 18);
  return canvas;
}

/**
 * A run from its first step as an animated GIF. It trains once more, in a worker of its own: one seed, the same run.
 *
 * @param options.steps so many, at least 1
 * @param options.onShare told the share that is done, 0 to 1
 */
export async function film(
  config: NetworkConfig,
  { steps, onShare }: { readonly steps: number; readonly onShare: (share: number) => void },
): Promise<Uint8Array<ArrayBuffer>> {
  let last: Snapshot | undefined;
  const worker = takeWorker();
  const training = trainInWorker<NetworkEnd | undefined, Snapshot>(worker, {
    input: { config, weights: undefined } satisfies NetworkInput,
    prefer: 'wasm',
    paused: true,
    onPicture: (snapshot) => {
      last = snapshot;
    },
  });
  // It is ended below, which is no fault of its.
  training.result.catch(() => undefined);
  try {
    // Close together at first, where most happens.
    const times = [...new Set(Array.from({ length: FRAMES }, (_, i) => Math.round(steps * (i / (FRAMES - 1)) ** 2)))];
    const frame = async (i: number): Promise<OffscreenCanvas | undefined> => {
      const before = last?.step ?? 0;
      const time = times[i]!;
      if (time > before || last === undefined) await training.step(Math.max(time - before, 1));
      return last === undefined ? undefined : drawStill(last, config);
    };
    return await gifFilm(times.length, frame, onShare);
  } finally {
    training.terminate();
  }
}
