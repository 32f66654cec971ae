import { type HostArray, hostArray } from '@neurite/core';
import { nearestRows } from '@neurite/numeric';
import { lookAt } from '@neurite/pets-model/look-at';
import { Mirrored } from '@neurite/pets-model/mirrored';
import type { PetNetwork } from '@neurite/pets-model/network';
import { occlusion } from '@neurite/pets-model/occlusion';
import { overlay } from '@neurite/pets-model/overlay';
import { type Part, type Photographs, rowsOf } from '../data/photographs.js';
import { featuresOf } from './features.js';

/** Photographs of size × size pixels. */
type Image = HostArray<'uint8'>;

/** Why a photograph gets its answer. */
export type Explanation = {
  readonly photograph: Image;
  readonly file: string;
  readonly truth: number;
  readonly answer: number;
  /** The probability of the answer. */
  readonly sure: number;
  /** Where the network sees the answer. */
  readonly seen: Image;
  /** What the answer needs. */
  readonly needed: Image;
  /** The nearest training photographs, with their classes. */
  readonly nearest: readonly { readonly photograph: Image; readonly truth: number }[];
};

const NEIGHBORS = 3;

/**
 * Explains the most certain answers, right ones and wrong ones.
 *
 * @param options.count how many of each
 */
export async function explain(
  network: PetNetwork,
  { classes, train, test }: Photographs,
  {
    probabilities,
    temperature,
    count: most,
  }: { readonly probabilities: readonly number[]; readonly temperature: number; readonly count: number },
): Promise<{ readonly right: readonly Explanation[]; readonly wrong: readonly Explanation[] }> {
  const answers = Array.from(test.y.data, (truth, row) => {
    const own = probabilities.slice(row * classes.length, (row + 1) * classes.length);
    const sure = Math.max(...own);
    return { row, truth, answer: own.indexOf(sure), sure };
  }).sort((a, b) => b.sure - a.sure);
  const chosen = {
    right: byTurns(
      answers.filter(({ truth, answer }) => truth === answer),
      classes.length,
    ).slice(0, most),
    wrong: answers.filter(({ truth, answer }) => truth !== answer).slice(0, most),
  };
  const known = await featuresOf(network, train, classes.length);
  const explained = async (list: readonly Answer[]): Promise<readonly Explanation[]> => {
    if (list.length === 0) return [];
    const part = rowsOf(
      test,
      list.map(({ row }) => row),
    );
    const count = Math.min(NEIGHBORS, known.rows);
    const nearest = nearestRows(known, await featuresOf(network, part, classes.length), count);
    const result: Explanation[] = [];
    for (const [i, { truth, answer, sure }] of list.entries()) {
      const photograph = imageAt(part, i);
      result.push({
        ...{ photograph, truth, answer, sure, file: part.files[i]! },
        ...(await mapsOf(network, photograph, { label: answer, temperature })),
        nearest: Array.from(nearest.subarray(i * count, (i + 1) * count), (row) => ({
          photograph: imageAt(train, row),
          truth: train.y.data[row]!,
        })),
      });
    }
    return result;
  };
  return { right: await explained(chosen.right), wrong: await explained(chosen.wrong) };
}

type Answer = { readonly row: number; readonly truth: number; readonly answer: number; readonly sure: number };

/** Where the network sees a class in a photograph, and what its probability needs. */
export async function mapsOf(
  network: PetNetwork,
  photograph: Image,
  { label, temperature }: { readonly label: number; readonly temperature: number },
): Promise<Pick<Explanation, 'seen' | 'needed'>> {
  const heat = await lookAt(network, photograph, label);
  const need = await occlusion(new Mirrored(network, temperature), photograph, label);
  return { seen: overlay(photograph, heat), needed: overlay(photograph, need) };
}

/** The first of each class, then the second, so that all are shown. */
function byTurns(answers: readonly Answer[], classes: number): readonly Answer[] {
  const ranks = new Int32Array(classes);
  const ranked = answers.map((answer) => ({ answer, rank: ranks[answer.truth]!++ }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ answer }) => answer);
}

function imageAt({ x }: Part, row: number): Image {
  const [, ...shape] = x.shape;
  const size = shape.reduce((product, length) => product * length, 1);
  return hostArray(x.data.slice(row * size, (row + 1) * size), shape);
}
