import { type Chart, type GridImage, imageGrid, type ReportContent } from '@neurite/charts';
import { percent } from '@neurite/command-kit/words';
import type { Explanation } from '../explain/explain.js';
import type { Findings } from './findings.js';

/** Photographs beside where the network sees its answer, what the answer needs, and what it knows that is alike. */
export function explanationContent({ explained, photographs: { classes } }: Findings): readonly ReportContent[] {
  const { right, wrong } = explained;
  return [
    'Of each photograph, from left to right: the photograph; where the network sees its answer, bright (Grad-CAM: the last feature maps, weighted by what they do to the answer); which parts the answer needs, bright (the probability falls most when a gray patch covers them); the training photographs that are the most alike to the network.',
    right.length === 0 ? 'No answer is right.' : gridOf('The most certain right answers', right, classes),
    wrong.length === 0 ? 'No answer is wrong.' : gridOf('The most certain wrong answers', wrong, classes),
  ];
}

function gridOf(title: string, all: readonly Explanation[], classes: readonly string[]): Chart {
  const columns = 3 + Math.max(...all.map(({ nearest }) => nearest.length));
  return imageGrid(
    all.flatMap((one) => rowOf(one, classes)),
    { title, columns, width: 640 },
  );
}

function rowOf(one: Explanation, classes: readonly string[]): readonly GridImage[] {
  const { photograph, truth, answer, sure, seen, needed, nearest } = one;
  const name = (label: number): string => classes[label]!;
  return [
    {
      pixels: photograph.data,
      shape: photograph.shape,
      caption: [`is ${name(truth)}`, `${name(answer)} ${percent(sure)}`],
    },
    { pixels: seen.data, shape: seen.shape, caption: ['seen in', ''] },
    { pixels: needed.data, shape: needed.shape, caption: ['needed', ''] },
    ...nearest.map((near) => ({
      pixels: near.photograph.data,
      shape: near.photograph.shape,
      caption: ['alike', `is ${name(near.truth)}`],
    })),
  ];
}
