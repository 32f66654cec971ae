import { useWasm } from '@neurite/backend-wasm';
import { progressLine } from '@neurite/command-kit/progress-line';
import { readCsv } from '@neurite/data/read-csv';
import { examine } from '@neurite/data-validation';
import { findBest } from './find-best.js';
import { estimatorOf } from './held-out.js';
import { saveTableModel } from './model-file.js';
import { poseQuestion } from './pose-question.js';
import { writePredictions } from './predictions-file.js';
import { printFindings } from './print-findings.js';
import type { QuestionOptions } from './question.js';
import { inTableRun } from './run-of-table.js';
import { writeTableReport } from './table-report.js';

export type LearnTableOptions = Omit<QuestionOptions, 'ignore'> & {
  readonly ignore?: readonly string[];
  readonly minutes: number;
  readonly folds: number;
  readonly seed: number;
  readonly run: string;
  readonly fresh?: boolean;
};

/** Reads a table, finds the model that predicts a column of it best, and writes it with a report into the folder of the run. */
export async function learnTable(file: string, options: LearnTableOptions): Promise<void> {
  const { target, task, ignore = [], time, groups, minutes, folds, seed, run, fresh = false } = options;
  const { table } = await readCsv(file);
  const answered = poseQuestion(table, { target, task, ignore, time, groups });
  const identity = { target, task, ignore, time, groups, folds, seed };
  await inTableRun(run, { file, identity, fresh }, async (trials) => {
    const bar = progressLine();
    bar.show(0, { stage: 'examining the data', detail: file });
    const examination = await examine(table, {
      target,
      task: answered.question.classes === undefined ? 'numbers' : 'classes',
      ...(time !== undefined && { time }),
      ...(groups !== undefined && { groups }),
      ignore: [...ignore],
      seed,
    });
    await useWasm();
    const findings = await findBest(answered, { folds, seed, minutes, trials, show: bar.show });
    const { candidate, values } = findings.compared[0].tuned;
    const { question, rows, y } = answered;
    bar.show(0.99, { stage: 'learning from all rows', detail: candidate.title });
    const model = await estimatorOf(candidate, values, question).fit(rows, y, { seed });
    await saveTableModel(run, model, { version: 1, question, candidate: candidate.name, values });
    bar.clear();
    const all = { ...findings, examination, settings: { file, target, minutes, folds, seed } };
    await writePredictions(`${run}/held-out.csv`, all.best.answers, {
      classes: question.classes,
      before: {
        row: Array.from(all.best.rows, (row) => String(answered.numbers[row]! + 1)),
        actual: Array.from(all.best.truth, (value) => question.classes?.[value] ?? String(value)),
      },
    });
    await writeTableReport(run, all);
    printFindings(run, all);
  });
}
