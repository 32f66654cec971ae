import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { nextTask } from './next-task.js';

/** How long an image is shown, in milliseconds; the last one longer, so that one can look at it. */
const [DELAY, LAST_DELAY] = [80, 2000];
/** Colors of an image: more than the eye tells apart in this little. */
const COLORS = 96;

/**
 * Images one after another as an animated GIF, which begins again at its end.
 *
 * @param count of images, at least 1
 * @param frame draws one of them, from 0
 * @param onShare told the share that is done, 0 to 1
 */
export async function gifFilm(
  count: number,
  frame: (index: number) => Promise<HTMLCanvasElement | OffscreenCanvas | undefined>,
  onShare: (share: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const gif = GIFEncoder();
  for (let i = 0; i < count; i++) {
    const canvas = await frame(i);
    if (canvas === undefined) break;
    // Both kinds have this context; their union cannot be called.
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    const palette = quantize(data, COLORS);
    gif.writeFrame(applyPalette(data, palette), width, height, {
      palette,
      delay: i === count - 1 ? LAST_DELAY : DELAY,
    });
    onShare((i + 1) / count);
    await nextTask();
  }
  gif.finish();
  return gif.bytes();
}
