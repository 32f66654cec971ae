import { Panel } from '@neurite/page-kit/controls';
import type { WordAttention } from '@neurite/translator-model/word-attention';
import type { JSX } from 'preact';

/** What each word of the translation looks at, as a table: its numbers are what its shades show. */
export function AttentionPanel({ attention }: { readonly attention: WordAttention | undefined }): JSX.Element {
  return (
    <Panel title="What it looks at" name="attention">
      {attention === undefined || attention.written.length === 0 ? (
        <p class="hint">
          Once there is a translation, this shows which words of the phrase each of its words looks at.
        </p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a map that is wider than a phone is scrolled with the keyboard, too */}
          <section class="scroll" aria-label="What each word looks at" tabIndex={0}>
            <AttentionTable attention={attention} />
          </section>
          <p class="hint">
            In hundredths, in the last layer, as the mean of its heads: each row is a word that it writes, each column a
            word that it reads. ∎ is the end of the phrase, where it looks when it needs no word.
          </p>
        </>
      )}
    </Panel>
  );
}

function AttentionTable({ attention: { written, read, weights } }: { readonly attention: WordAttention }): JSX.Element {
  return (
    <table class="attention-map">
      <thead>
        <tr>
          <td />
          {read.map((word, i) => (
            <th key={i} scope="col">
              <span dir="auto">{word}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {written.map((word, row) => (
          <tr key={row}>
            <th scope="row" dir="auto">
              {word}
            </th>
            {read.map((_, column) => {
              const weight = weights[row]![column]!;
              const most = weights[row]!.every((other) => other <= weight);
              return (
                <td key={column} class={most ? 'most' : ''} style={{ '--weight': weight.toFixed(3) }}>
                  {Math.round(100 * weight)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
