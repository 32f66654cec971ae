import type { EngineName } from '@neurite/backend-node-gpu/engine-name';
import { layerCases } from './layer-cases.js';
import { sampleOfLayers } from './sample-of-layers.js';
import type { TrainingQuestion } from './training-program.js';
import { valueCases } from './value-cases.js';

/** How much a process examines at most, so that one is done in time on a busy machine. */
const PART = 50;
/** Optimizers and links are taken in so many parts. */
const SHARES = 3;

type Titled = readonly [title: string, question: TrainingQuestion];

/** Every layer, loss, metric, optimizer and network, in parts with their titles. */
export function allOfTraining(engine: EngineName): readonly Titled[] {
  const none: TrainingQuestion = { engine, layers: [], values: [], optimizers: undefined, networks: false };
  return [
    ...inParts('layers', layerCases(), (layers) => ({ ...none, layers })),
    ...inParts('losses and metrics', valueCases(true), (values) => ({ ...none, values })),
    ...Array.from({ length: SHARES }, (_, from): Titled => {
      const optimizers = { from, every: SHARES };
      return [`optimizers and links, part ${from + 1} of ${SHARES}`, { ...none, optimizers }];
    }),
    ['networks', { ...none, networks: true }],
  ];
}

/** A few of them, for a few seconds. */
export function sampleOfTraining(engine: EngineName): TrainingQuestion {
  return {
    engine,
    layers: sampleOfLayers(4),
    values: valueCases(false).slice(0, 2),
    optimizers: { from: 3, every: 24 },
    networks: false,
  };
}

function inParts<T>(
  what: string,
  all: readonly T[],
  questionOf: (part: readonly T[]) => TrainingQuestion,
): readonly Titled[] {
  const count = Math.ceil(all.length / PART);
  return Array.from({ length: count }, (_, i) => [
    `${what}, part ${i + 1} of ${count}`,
    questionOf(all.slice(i * PART, (i + 1) * PART)),
  ]);
}
