import type { JSX } from 'preact';
import type { NetworkConfig } from './network-config.js';
import { classesOf } from './samples.js';

/** What the colors of the output mean. */
export function OutputLegend({ config }: { readonly config: NetworkConfig }): JSX.Element {
  const classes = classesOf(config);
  if (classes > 2) {
    return (
      <p class="legend hint">
        {Array.from({ length: classes }, (_, label) => (
          <span key={label} class="legend-part">
            <span class={`swatch class-${label}`} aria-hidden="true" /> class {label + 1}
          </span>
        ))}
        <span>stronger: surer</span>
      </p>
    );
  }
  const [low, middle, high] = classes === 2 ? ['class 1', 'undecided', 'class 2'] : ['−1', '0', '1'];
  return (
    <p class="legend hint">
      <span>{low}</span>
      <span class="legend-part legend-ramp" aria-hidden="true" />
      <span class="hidden">to {middle} to</span>
      <span>{high}</span>
    </p>
  );
}
