import { readFile } from 'node:fs/promises';
import { unlessMissing } from '@neurite/command-kit/read-if-there';
import type { FittedEstimator } from '@neurite/core';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { estimatorToSafetensors, safetensorsToEstimator, writeFileAtomic } from '@neurite/formats';
import type { Space, Values } from '@neurite/tuning';
import { candidatesOf } from './candidates.js';
import { estimatorOf, type RowModel } from './held-out.js';
import type { Question, Row } from './question.js';

/** What a file says about the model in it. */
export type ModelCard = {
  readonly version: 1;
  readonly question: Question;
  readonly candidate: string;
  readonly values: Values<Space>;
};

/** The saved model of a run. */
export function modelPathOf(run: string): string {
  return `${run}/model.safetensors`;
}

export async function saveTableModel(
  run: string,
  model: FittedEstimator<ArrayLike<Row>>,
  card: ModelCard,
): Promise<void> {
  await writeFileAtomic(modelPathOf(run), estimatorToSafetensors(model, { metadata: { table: JSON.stringify(card) } }));
}

/**
 * @throws ArgumentError when there is no model
 * @throws FormatError when the file is broken, or of something else
 */
export async function loadTableModel(run: string): Promise<{ readonly model: RowModel; readonly card: ModelCard }> {
  const path = modelPathOf(run);
  const bytes = await unlessMissing(readFile(path));
  if (bytes === undefined) {
    throw new ArgumentError({
      where: 'npm run table -- predict',
      problem: `there is no model in ${run}`,
      advice: 'Make one first: npm run table -- file.csv --target column',
    });
  }
  const { saved, metadata } = safetensorsToEstimator(bytes);
  const card = cardOf(path, metadata.table);
  const candidate = candidatesOf(card.question).find(({ name }) => name === card.candidate);
  if (candidate === undefined) {
    throw new FormatError({ where: path, problem: `the file holds a model that is not known here: ${card.candidate}` });
  }
  return { model: estimatorOf(candidate, card.values, card.question).restore(saved), card };
}

function cardOf(path: string, text: string | undefined): ModelCard {
  try {
    const card = JSON.parse(text ?? '') as ModelCard; // what `saveTableModel` wrote, if it has its version
    if (card.version === 1 && Array.isArray(card.question.inputs)) return card;
  } catch {
    // It is said below.
  }
  throw new FormatError({ where: path, problem: 'the file holds no model of a table that this version knows' });
}
