import { Check, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { format } from '../ui/format.js';
import { attend, dot, MEANINGS } from './attention.js';
import { type LayersState, MOST_LETTERS } from './layers-state.js';

/** The color of the whole weight; words can be read on it in either theme. */
const FULL = 'light-dark(#5aa9e6, #1f5f99)';

/** Attention over a sentence: what each word looks for, what it finds, and what it takes from there. */
export function AttentionPanel({
  state,
  change,
}: {
  readonly state: LayersState;
  readonly change: (part: Partial<LayersState>) => void;
}): JSX.Element {
  const { sentence, causal, sharpness } = state;
  const id = useId();
  const attention = useMemo(() => attend(sentence, { causal, temperature: sharpness }), [sentence, causal, sharpness]);
  const { words, queries, keys, scores, weights, outputs } = attention;
  const at = Math.min(state.word, words.length - 1);
  const found = weights[at]!.indexOf(Math.max(...weights[at]!));
  return (
    <Panel title="Attention on a sentence" name="attention">
      <p class="hint">
        Each word asks with a query, and every word answers with a key. How well they match says how much of it is
        taken. Press a word to see what it attends to. The numbers of the words are made by hand here; training finds
        them.
      </p>
      <div class="field">
        <label for={id}>Sentence</label>
        <input
          id={id}
          type="text"
          maxLength={MOST_LETTERS}
          value={sentence}
          onInput={(event) => change({ sentence: event.currentTarget.value })}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="sentence" tabIndex={0} aria-label="The words, each with the weight that the chosen one gives it">
        {words.map((word, i) => {
          const weight = weights[at]![i]!;
          return (
            <button key={i} type="button" class="word" aria-pressed={i === at} onClick={() => change({ word: i })}>
              <span>{word} </span>
              <span class="bar" aria-hidden="true">
                <span style={{ width: `${weight * 100}%` }} />
              </span>
              <span class="numbers">{scores[at]![i] === -Infinity ? 'masked' : percent(weight)}</span>
            </button>
          );
        })}
      </section>
      <div class="settings">
        <Slider
          label="Temperature"
          value={sharpness}
          min={0.2}
          max={5}
          step={0.1}
          onChange={(value) => change({ sharpness: value })}
        />
        <Check
          label="Causal mask: a word sees only what stands before it"
          checked={causal}
          onChange={(on) => change({ causal: on })}
        />
      </div>
      <div class="attention-numbers">
        <dl class="lines">
          <div>
            <dt>Query of “{words[at]}”: what it looks for</dt>
            <dd>
              <span class="formula">q = x · Wq</span>
              <span class="numbers">{vector(queries[at]!)}</span>
            </dd>
          </div>
          <div>
            <dt>Key of “{words[found]}”, which it attends to most</dt>
            <dd>
              <span class="formula">{MEANINGS.join(' · ')}</span>
              <span class="numbers">{vector(keys[found]!)}</span>
            </dd>
          </div>
          <div>
            <dt>Score</dt>
            <dd>
              <span class="formula">q · k / (√4 · temperature)</span>
              <span class="numbers">
                {short(dot(queries[at]!, keys[found]!))} / (2 · {format(sharpness)}) = {short(scores[at]![found]!)}
              </span>
            </dd>
          </div>
          <div>
            <dt>Weight</dt>
            <dd>
              <span class="formula">e^score / Σ e^score, over all words that it sees</span>
              <span class="numbers">{percent(weights[at]![found]!)}</span>
            </dd>
          </div>
          <div>
            <dt>Output: the mean of the words, by their weights</dt>
            <dd>
              <span class="formula">Σ weight · value</span>
              <span class="numbers">{vector(outputs[at]!)}</span>
            </dd>
          </div>
        </dl>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <section class="weights-table" tabIndex={0} aria-label="All weights">
          <table>
            <caption class="hint">Each row is a word that asks, each column one that answers.</caption>
            <thead>
              <tr>
                <td />
                {words.map((word, i) => (
                  <th key={i} scope="col">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {words.map((word, i) => (
                <tr key={i}>
                  <th scope="row">{word}</th>
                  {weights[i]!.map((weight, j) => (
                    <td
                      key={j}
                      class="numbers"
                      style={{ background: `color-mix(in srgb, ${FULL} ${Math.round(weight * 90)}%, var(--panel))` }}
                    >
                      {(weight * 100).toFixed(0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </Panel>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function vector(values: readonly number[]): string {
  return `(${values.map((value) => short(value)).join(', ')})`;
}

function short(value: number): string {
  return format(Number(value.toFixed(2)));
}
