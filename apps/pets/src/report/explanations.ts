import { type Chart, type GridImage, imageGrid, type ReportContent } from '@neurite/charts';
import { list, percent } from '@neurite/command-kit/words';
import type { Explanation } from '../explain/explain.js';
import type { Findings } from './findings.js';

/** Where the network sees its answer, what the answer needs, and what it knows that is alike. */
export function explanationContent({ explained, photographs: { classes } }: Findings): readonly ReportContent[] {
  const { right, wrong } = explained;
  return [
    'Of each photograph two rows. Above: the photograph; where the network sees its answer, without a veil (Grad-CAM: the last feature maps, weighted by what they do to the answer); which parts the answer needs, without a veil (the probability falls most when a gray patch covers them). Below: the training photographs that are the most alike to the network.',
    right.length === 0 ? 'No answer is right.' : gridOf('The most certain right answers', right, classes),
    wrong.length === 0 ? 'No answer is wrong.' : gridOf('The most certain wrong answers', wrong, classes),
  ];
}

/** In a row: as many as are alike. */
const COLUMNS = 3;

function gridOf(title: string, all: readonly Explanation[], classes: readonly string[]): Chart {
  const sentences = all.map(({ truth, answer, sure, nearest }) => {
    const alike = list(nearest.map((near) => classes[near.truth]!));
    return `${classes[truth]} answered with ${classes[answer]}, ${percent(sure)}; alike: ${alike}`;
  });
  return imageGrid(
    all.flatMap((one) => imagesOf(one, classes)),
    { title, columns: COLUMNS, description: `${sentences.join('. ')}.` },
  );
}

function imagesOf(one: Explanation, classes: readonly string[]): readonly GridImage[] {
  const { photograph, truth, answer, sure, seen, needed, nearest } = one;
  const name = (label: number): string => classes[label]!;
  const image = ({ data: pixels, shape }: Explanation['photograph'], caption: string): GridImage => ({
    pixels,
    shape,
    caption,
  });
  return [
    image(photograph, `${name(truth)}: ${name(answer)} ${percent(sure)}`),
    image(seen, 'sees it here'),
    image(needed, 'needs this'),
    ...nearest.map((near) => image(near.photograph, `like this ${name(near.truth)}`)),
  ];
}
