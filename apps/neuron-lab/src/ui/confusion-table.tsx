import { Fold } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';

type ConfusionTableProps = {
  /** For each true class, how often the network says each class. */
  readonly counts: readonly (readonly number[])[];
  readonly names: readonly string[];
  /** What is counted. */
  readonly of: string;
};

/** Which classes are taken for which. */
export function ConfusionTable({ counts, names, of }: ConfusionTableProps): JSX.Element {
  return (
    <Fold title="Which classes are taken for which" name="confusion">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="table" tabIndex={0} aria-label="Confusion matrix">
        <table>
          <caption class="hint">{of}: each row is a true class, each column what the network says.</caption>
          <thead>
            <tr>
              <td />
              {counts.map((_, i) => (
                <th key={i} scope="col">
                  <span class={`swatch class-${i}`} aria-hidden="true" /> says {names[i]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, i) => (
              <tr key={i}>
                <th scope="row">
                  <span class={`swatch class-${i}`} aria-hidden="true" /> is {names[i]}
                </th>
                {row.map((count, j) => (
                  <td key={j} class={`numbers ${i === j ? 'right' : count > 0 ? 'wrong' : ''}`}>
                    {count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Fold>
  );
}
