import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A line of a run's file. */
export type Line = Readonly<Record<string, unknown>> & { readonly type: string };

/** A PNG of one gray pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCB3yRYpwAAAABJRU5ErkJggg==';

/** Appends lines, each with step, epoch and time where it has none. */
export function append(path: string, lines: readonly Line[]): void {
  const text = lines.map((line) => JSON.stringify({ step: 0, epoch: 1, time: 1000, ...line }));
  appendFileSync(path, `${text.join('\n')}\n`);
}

/** Writes a small run that has everything. */
export function writeRun(
  path: string,
  { steps, learningRate }: { readonly steps: number; readonly learningRate: number },
): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  append(path, [
    {
      type: 'run',
      version: 1,
      name: 'a',
      seed: 7,
      hyperparameters: { learningRate, optimizer: 'adamW', layers: [64, 32] },
    },
    ...Array.from({ length: steps }, (_, i) => ({
      type: 'scalars',
      step: i + 1,
      time: 1000 + i,
      values: {
        'step.loss': Math.exp((-i * learningRate) / 10) + 0.1 * Math.sin(i * 7),
        'gradientNorm/layers.0.kernel': 1 / (i + 1),
      },
    })),
    ...[1, 2].map((epoch) => ({
      type: 'histogram',
      step: (epoch * steps) / 2,
      epoch,
      name: 'weights/layers.0.kernel',
      edges: [-1, -0.5, 0, 0.5, 1],
      counts: [3, 10, 12, epoch],
    })),
    { type: 'image', step: steps, name: 'samples', media: 'image/png', data: PIXEL },
    {
      type: 'table',
      step: steps,
      name: 'validation.confusionMatrix',
      rows: [
        [5, 0],
        [1, 4],
      ],
    },
    { type: 'text', step: steps, name: 'summary', text: 'dense 64' },
    { type: 'scalars', step: steps, time: 1000 + steps, values: { loss: 0.3, accuracy: 0.9 } },
  ]);
}
