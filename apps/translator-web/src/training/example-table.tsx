import { latest } from '@neurite/page-kit/latest';
import type { Languages } from '@neurite/translator-model/pair';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TranslatorClient } from '../translating/translator-client.js';
import type { Example } from './training-job.js';

/** Phrases that are not learned from, as the network translates them now. */
export function ExampleTable({
  client,
  examples,
  languages,
  version,
}: {
  readonly client: TranslatorClient;
  readonly examples: readonly Example[];
  readonly languages: Languages;
  /** Another number whenever the network is another. */
  readonly version: number;
}): JSX.Element {
  const [translations, setTranslations] = useState<readonly string[]>([]);
  const translate = useMemo(
    () =>
      latest(async (sources: readonly string[]) => {
        // What fails here is said where the phrase is translated.
        await client.ask('translateAll', sources).then(setTranslations, () => {});
      }),
    [],
  );
  useEffect(() => {
    if (examples.length > 0) translate(examples.map(({ source }) => source));
  }, [examples, version]);
  const right = examples.filter(({ target }, i) => target === translations[i]).length;
  return (
    <figure class="examples">
      <figcaption>
        Phrases that it never reads{' '}
        {examples.length > 0 && (
          <span class="numbers">
            {right} of {examples.length} right
          </span>
        )}
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">phrase</th>
            <th scope="col">translated now</th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ source, target, category }, i) => (
            <tr key={source}>
              <th scope="row">
                <span lang={languages.from} dir="auto">
                  {source}
                </span>
                <small>{category}</small>
              </th>
              <td class={translations[i] === target ? 'right' : 'wrong'}>
                <span lang={languages.to} dir="auto">
                  {translations[i] ?? '…'}
                </span>
                <small lang={languages.to} dir="auto">
                  {translations[i] === target ? 'right' : `should be: ${target}`}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
