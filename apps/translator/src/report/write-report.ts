import { attentionMap, type Chart, learningCurves, report } from '@neurite/charts';
import { capital, count, duration } from '@neurite/command-kit/words';
import { examinationSection, findingLines } from '@neurite/data-validation';
import { writeFileAtomic } from '@neurite/formats';
import { attentionOf } from '@neurite/translator-model/attention';
import { CATEGORIES } from '@neurite/translator-model/pair';
import { TRAINING } from '@neurite/translator-model/train';
import type { Translator } from '@neurite/translator-model/translator-card';
import type { Findings } from '../run/findings.js';
import { versions } from '../versions.js';
import { conclusionsOf } from './conclusions.js';
import { exampleTable, scoreTable } from './tables.js';

/** Writes summary.json into the folder of a run. */
export async function writeSummary(run: string, findings: Findings): Promise<void> {
  const { options, plan, parts, training, parameters, tokens, compared } = findings;
  const { epochs, ...times } = training;
  const summary = {
    conclusions: conclusionsOf(findings),
    translators: compared.map(({ name, title, scores }) => ({ name, title, scores })),
    phrases: { train: parts.train.length, validation: parts.validation.length, test: parts.test.length },
    parameters,
    tokens,
    ...times,
    epochsTrained: epochs.length,
    plan,
    ...options,
    versions: versions(),
  };
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
}

/** Writes report.html: what follows, what the network looks at, the numbers. */
export async function writeReport(run: string, findings: Findings, translator: Translator): Promise<void> {
  const { options, plan, examination, training, parts, parameters, tokens, compared } = findings;
  const categories = CATEGORIES.filter((name) => parts.test.some(({ category }) => category === name));
  const html = report({
    title:
      options.data === undefined ? `Translation from ${nameOf(options.from)} to ${nameOf(options.to)}` : 'Translation',
    sections: [
      {
        title: 'What the data are like',
        content: findingLines(examination).length === 0 ? ['Nothing was found.'] : [...findingLines(examination)],
      },
      { title: 'What follows from this run', content: [...conclusionsOf(findings)] },
      { title: 'By category', content: [scoreTable(findings), HOW] },
      { title: 'What the network looks at', content: [LOOKS, ...(await attentionCharts(findings, translator))] },
      { title: 'Translations', content: categories.map((category) => exampleTable(findings, category)) },
      { title: 'Training', content: [learningCurves(training.epochs)] },
      examinationSection(examination),
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              [
                'network',
                `${compared[0]!.title}, ${plan.network.layers} layers of ${plan.network.features} features, ${count(parameters)} parameters`,
              ],
              ['tokens', `${count(tokens)} pieces of words, learned from both languages; digits stand alone`],
              [
                'phrases',
                `${count(parts.train.length)} to learn from, ${count(parts.validation.length)} to choose the epoch, ${count(parts.test.length)} to test`,
              ],
              ...perEpoch(findings),
              [
                'training',
                `${training.epochs.length} epochs in ${duration(training.seconds)}, ${duration(training.processorSeconds)} of processor time`,
              ],
              ...TRAINING,
              ['batch size', plan.batch],
              ['largest learning rate', plan.peak],
              ['seed', options.seed],
              ...Object.entries(versions()),
            ],
          },
        ],
      },
    ],
  });
  await writeFileAtomic(`${run}/report.html`, html);
}

/** How many of the drawn phrases are in an epoch, where there are more. */
function perEpoch({ plan, parts }: Findings): (readonly [name: string, value: string])[] {
  const drawn = parts.train.filter((pair) => pair.drawn).length;
  if (drawn <= plan.drawn) return [];
  return [['an epoch', `${count(plan.drawn)} of the ${count(drawn)} drawn phrases, others in each, and all names`]];
}

function nameOf(language: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
}

/** How many phrases are drawn. */
const DRAWN = 4;

/** A map for the first phrase of each of some categories. */
async function attentionCharts(
  { parts, compared }: Findings,
  { model, tokenizer }: Translator,
): Promise<readonly Chart[]> {
  const firsts = CATEGORIES.map((name) => parts.test.findIndex(({ category }) => category === name)).filter(
    (row) => row >= 0,
  );
  const charts: Chart[] = [];
  for (const row of firsts.slice(0, DRAWN)) {
    const [phrase, translation] = [parts.test[row]!.source, compared[0]!.translations[row]!];
    const { weights, written, read } = await attentionOf(model, tokenizer, { phrase, translation });
    charts.push(
      attentionMap(weights, { queries: written, keys: read, title: `${capital(phrase)}: ${translation}`, width: 480 }),
    );
  }
  return charts;
}

const HOW =
  'How to read this. A translation is right to the letter when it is the one of the data, after runs of spaces and no-break spaces have become one space. chrF compares runs of up to six characters. Phrases of the test stand nowhere in the training, not even with other digits, punctuation or case; weekdays never meet a month there that they meet in the test, and neither do two units, or a sign and a tone of skin.';

const LOOKS =
  'Each row is a token that the network writes, each column one that it reads: bright is where it looks in its last layer, as the mean of its heads. ∎ is the end of the phrase, ␣ a space.';
