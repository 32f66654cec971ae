import { CLASSES } from '@neurite/digits-model/classes';
import { Panel } from '@neurite/page-kit/controls';
import { memo } from '@neurite/page-kit/memo';
import type { FunctionComponent, JSX } from 'preact';
import { MapCanvas } from '../maps/map-canvas.js';
import type { LayerOutput } from './read-image.js';
import type { Reading } from './reader.js';

type LayersPanelProps = { readonly reading: Reading | undefined };

/** The output of each layer; not rendered again while only the training goes on. */
export const LayersPanel: FunctionComponent<LayersPanelProps> = memo(({ reading }: LayersPanelProps): JSX.Element => {
  return (
    <Panel title="What each layer makes of it" name="layers">
      <p class="hint">
        <span class="above">Blue</span> is above 0, <span class="below">orange</span> below; the largest magnitude in a
        layer has the full color.
      </p>
      <ol class="layers-list">
        {reading?.layers.map((layer, i) => (
          <li key={i}>
            <h3>
              {layer.title} <span class="shape">{layer.shape.join(' × ')}</span>
            </h3>
            <MapCanvas data={layer.data} shape={layer.shape} label={labelOf(layer)} />
            {layer.shape[0] === CLASSES + 1 && layer.shape.length === 1 && <Digits />}
            <p class="hint">{layer.note}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
});

function labelOf({ shape }: LayerOutput): string {
  const [height, width, maps] = shape;
  return maps === undefined ? `${height} numbers` : `${maps} maps of ${height} × ${width}`;
}

function Digits(): JSX.Element {
  return (
    <div class="digit-labels" aria-hidden="true">
      {Array.from({ length: CLASSES + 1 }, (_, digit) => (
        <span key={digit}>{digit < CLASSES ? digit : 'none'}</span>
      ))}
    </div>
  );
}
