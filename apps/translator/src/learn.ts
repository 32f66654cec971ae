import { rm } from 'node:fs/promises';
import { useWasm } from '@neurite/backend-wasm';
import { inMeasuredRun } from '@neurite/command-kit/measured-run';
import { modelPathOf } from '@neurite/command-kit/model-card';
import { progressLine } from '@neurite/command-kit/progress-line';
import { countParameters } from '@neurite/core';
import { checkpoints, csvLogger, jsonLinesLogger, progressBar, stopOnInterrupt } from '@neurite/training';
import { knownWords } from '@neurite/translator-model/known-words';
import { type Plan, planOf } from '@neurite/translator-model/plan';
import type { Parts } from '@neurite/translator-model/split';
import { takeParts } from '@neurite/translator-model/take-parts';
import { learnTokens } from '@neurite/translator-model/tokens';
import { trainTranslator } from '@neurite/translator-model/train';
import { translateAll } from '@neurite/translator-model/translate-all';
import type { Translator } from '@neurite/translator-model/translator-card';
import { BASELINES } from './baselines/baseline.js';
import { loadPairs } from './data/load-pairs.js';
import { examinePairs } from './examine-pairs.js';
import { scoreByCategory } from './measures/score.js';
import { printFindings } from './report/print-findings.js';
import { writeReport, writeSummary } from './report/write-report.js';
import type { Compared, Findings, Training } from './run/findings.js';
import { describeOptions, identityOf } from './run/identity.js';
import type { Options } from './run/options.js';
import { loadTranslator, saveTranslator } from './run/translator-file.js';

export type LearnOptions = Omit<Options, 'quick'> & {
  readonly quick?: boolean;
  readonly run: string;
  readonly fresh?: boolean;
};

/** Learns to translate, compares the network with what is simple on phrases it never read, and writes what follows. */
export async function learnCommand({ run, fresh = false, quick = false, ...given }: LearnOptions): Promise<void> {
  const options: Options = { ...given, quick };
  const plan = planOf(options);
  const parts = takeParts(await loadPairs({ ...options, amount: plan.amount }), plan.most);
  const identity = identityOf(options, parts);
  const begin = async (): Promise<void> => {
    await rm(modelPathOf(run), { force: true });
    await rm(`${run}/checkpoints`, { recursive: true, force: true });
  };
  await inMeasuredRun(
    run,
    { work: 'training', identity, fresh, describe: describeOptions, begin },
    async (measurements) => {
      await useWasm();
      const training = await measurements.once('training', () => train(run, parts, { options, plan }));
      const translator = await loadTranslator(run);
      const line = progressLine();
      const phrases = parts.test.map(({ source }) => source);
      const compared: Compared[] = [];
      const add = async (
        name: string,
        title: string,
        translate: () => Promise<readonly string[]> | readonly string[],
      ): Promise<void> => {
        const translations = await measurements.once(name, async () => translate());
        compared.push({
          name,
          title,
          translations,
          scores: scoreByCategory(parts.test, translations, translator.known),
        });
      };
      await add('network', options.network, () =>
        translateAll(translator.model, translator.tokenizer, phrases, (share) =>
          line.show(share, { stage: 'translating what was never read', detail: '' }),
        ),
      );
      line.clear();
      for (const { name, title, learn } of BASELINES) {
        await add(name, title, () => phrases.map(learn(parts.train)));
      }
      const findings: Findings = {
        options,
        plan,
        parts,
        examination: await examinePairs(parts, options.seed),
        training,
        parameters: countParameters(translator.model).total,
        tokens: translator.tokenizer.tokens.length,
        compared,
      };
      await writeSummary(run, findings);
      await writeReport(run, findings, translator);
      translator.model.dispose();
      printFindings(run, findings);
    },
  );
}

async function train(
  run: string,
  parts: Parts,
  { options, plan }: { readonly options: Options; readonly plan: Plan },
): Promise<Training> {
  const tokenizer = learnTokens(parts.train, plan.tokens);
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { model, epochs } = await trainTranslator(parts, tokenizer, {
    plan,
    seed: options.seed,
    callbacks: [
      progressBar(),
      csvLogger(`${run}/history.csv`),
      jsonLinesLogger(`${run}/events.jsonl`, { every: { steps: 10 } }),
      checkpoints(`${run}/checkpoints`),
      stopOnInterrupt({
        say: () => console.error('\nStopping; the next start goes on from here. Ctrl-C once more ends at once.'),
      }),
    ],
  });
  const used = process.cpuUsage(before);
  const translator: Translator = { model, tokenizer, languages: options, known: knownWords(parts.train) };
  await saveTranslator(run, translator);
  model.dispose();
  await rm(`${run}/checkpoints`, { recursive: true, force: true });
  return {
    epochs,
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (used.user + used.system) / 1e6,
  };
}
