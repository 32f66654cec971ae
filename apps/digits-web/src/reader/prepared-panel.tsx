import type { PreparedDigit } from '@neurite/digits-model/digit-image';
import { Panel } from '@neurite/page-kit/controls';
import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { MapCanvas } from '../maps/map-canvas.js';
import { THEMES } from '../ui/colors.js';
import type { Reading } from './reader.js';

const SIDE = 140;

/** The steps from the drawing to the input of the network. */
export function PreparedPanel({
  reading,
  ink,
}: {
  readonly reading: Reading | undefined;
  readonly ink: HTMLCanvasElement | undefined;
}): JSX.Element {
  const prepared = reading?.prepared;
  const scaled = prepared?.scaled;
  return (
    <Panel title="From your drawing to its input" name="prepared">
      <div class="steps">
        <figure>
          <CutOut prepared={prepared} ink={ink} />
          <figcaption>
            <b>1. Cut out</b> the ink
          </figcaption>
        </figure>
        <figure>
          <div class="square">
            {scaled !== undefined && (
              // At the size that it will have within the 28 × 28 pixels.
              <div style={{ width: `${(100 * scaled.width) / 28}%` }}>
                <MapCanvas
                  data={scaled.data}
                  shape={[scaled.height, scaled.width, 1]}
                  label={`The ink, scaled to ${scaled.width} × ${scaled.height} pixels`}
                />
              </div>
            )}
          </div>
          <figcaption>
            <b>2. Scale</b> its longer side to 20 pixels
          </figcaption>
        </figure>
        <figure>
          <div class="square crossed">
            <MapCanvas
              data={reading?.image ?? EMPTY}
              shape={[28, 28, 1]}
              label="What the network sees: 28 × 28 pixels"
            />
          </div>
          <figcaption>
            <b>3. Center</b> its mass in 28 × 28 pixels
          </figcaption>
        </figure>
      </div>
      <p class="hint">The digits of the training data were prepared in the same way.</p>
    </Panel>
  );
}

const EMPTY = new Float32Array(28 * 28);

function CutOut({
  prepared,
  ink,
}: {
  readonly prepared: PreparedDigit | undefined;
  readonly ink: HTMLCanvasElement | undefined;
}): JSX.Element {
  const { warm, ink: color } = THEMES[useTheme()];
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!; // every browser has it
    context.clearRect(0, 0, SIDE, SIDE);
    if (prepared === undefined || ink === undefined) return;
    context.drawImage(ink, 0, 0, SIDE, SIDE);
    // The board may still have the colors of the previous theme.
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = color;
    context.fillRect(0, 0, SIDE, SIDE);
    context.globalCompositeOperation = 'source-over';
    const { left, top, width, height } = prepared.box;
    Object.assign(context, { strokeStyle: warm, lineWidth: 2 });
    context.strokeRect(left, top, width, height);
  }, [prepared, color]);
  return (
    <canvas
      ref={canvas}
      class="square"
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={prepared === undefined ? 'No ink yet' : 'Your drawing with a frame around the ink'}
    />
  );
}
