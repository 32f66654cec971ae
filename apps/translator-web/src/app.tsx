import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import { isBusy } from '@neurite/page-kit/use-worker-training';
import type { Languages } from '@neurite/translator-model/pair';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { samplePhrases } from './languages/sample-phrases.js';
import { useLanguages } from './languages/use-languages.js';
import { ModelPanel } from './model/model-panel.js';
import { useModel } from './model/use-model.js';
import { FIRST_CHOICE } from './training/plan-choice.js';
import { TrainingPanel } from './training/training-panel.js';
import { useTraining } from './training/use-training.js';
import { AttentionPanel } from './translating/attention-panel.js';
import { PhrasePanel } from './translating/phrase-panel.js';
import { TranslationPanel } from './translating/translation-panel.js';
import { startTranslator } from './translating/translator-client.js';
import { useTranslation } from './translating/use-translation.js';

/** The page. */
export function App(): JSX.Element {
  const client = useMemo(startTranslator, []);
  /** Grows whenever the network is another. */
  const [version, setVersion] = useState(0);
  const [problem, setProblem] = useState('');
  const [engine, setEngine] = useState('');
  const changed = (): void => setVersion((before) => before + 1);

  const options = useLanguages();
  const model = useModel(client, changed);
  const { languages } = model;
  const [phrase, setPhrase] = useState(samplePhrases(languages.from)[0]!);
  const translated = useTranslation(client, phrase, version);
  const training = useTraining(client, languages, model.learned);
  const busy = isBusy(training.state);

  useEffect(() => {
    client.onChanged = changed;
    client.ask('start', undefined).then(setEngine, (reason) => setProblem(String(reason)));
  }, []);
  const choose = (next: Languages): void => {
    // A sample is written in the language that is read.
    const sample = samplePhrases(languages.from).indexOf(phrase);
    if (sample >= 0) setPhrase(samplePhrases(next.from)[sample]!);
    model.choose(next);
  };

  return (
    <>
      <header class="top">
        <span class="brand">
          <img src="./icon.svg" alt="" width="28" height="28" />
          Translator
        </span>
        <ThemeSwitch name="translator-web" />
      </header>
      <main>
        <div class="intro">
          <h1>A network translates</h1>
          <p>
            Write a phrase and watch what the network makes of it, how sure it is, and where it looks. Then train it
            yourself, from scratch, in this tab, for any two languages.
          </p>
        </div>
        {problem !== '' && (
          <p class="problem banner" role="alert">
            {problem}
          </p>
        )}
        <PhrasePanel
          languages={languages}
          options={options}
          phrase={phrase}
          busy={busy}
          onLanguages={choose}
          onPhrase={setPhrase}
        />
        <TranslationPanel
          translated={translated}
          languages={languages}
          phrase={phrase}
          trained={model.trained || model.loading || busy}
          onChoose={translated.choose}
          onTrain={busy ? undefined : () => training.start(FIRST_CHOICE)}
        />
        <AttentionPanel attention={phrase.trim() === '' ? undefined : translated.attention} />
        <ModelPanel model={model} busy={busy} />
        <TrainingPanel training={training} client={client} languages={languages} version={version} />
      </main>
      <footer>
        <p>Everything is computed in this page by the packages of neurite; nothing leaves your device.</p>
        <p>{engine === '' ? 'The engine is starting …' : `Engine of the translator: ${engine}`}</p>
      </footer>
    </>
  );
}
