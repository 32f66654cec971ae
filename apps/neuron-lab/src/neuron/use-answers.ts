import { useEffect, useState } from 'preact/hooks';
import type { Answers } from './answers.js';
import { computing } from './computing.js';
import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';
import { scatterFrame } from './scatter-frame.js';

/** What the neuron says with some weights: to the examples, and along x. */
export type Said = {
  readonly w: number;
  readonly b: number;
  readonly points: readonly Point[];
  readonly chosen: number;
  readonly answers: Answers;
  readonly curve: readonly Point[];
};

/** Places along x: a sigmoid must look round. */
const PLACES = 49;

/** @returns undefined until the engine has answered for the first time */
export function useAnswers(
  weights: { readonly w: number; readonly b: number } | undefined,
  { points, loss, chosen }: { readonly points: readonly Point[]; readonly loss: LossName; readonly chosen: number },
): Said | undefined {
  const [said, setSaid] = useState<Said>();
  const [w, b] = [weights?.w, weights?.b];
  useEffect(() => {
    if (w === undefined || b === undefined) return;
    let replaced = false;
    const [low, high] = scatterFrame(points).x;
    const along = Array.from({ length: PLACES }, (_, i) => low + ((high - low) * i) / (PLACES - 1));
    void computing()
      .then(({ answers }) =>
        Promise.all([
          answers({ w, b }, { points, loss }),
          answers({ w, b }, { points: along.map((x) => ({ x, y: 0 })), loss }),
        ]),
      )
      .then(([own, everywhere]) => {
        if (replaced) return;
        const curve = along.map((x, i) => ({ x, y: everywhere.predictions[i]! })).filter(({ y }) => Number.isFinite(y));
        setSaid({ w, b, points, chosen, answers: own, curve });
      });
    return () => {
      replaced = true;
    };
  }, [w, b, points, loss, chosen]);
  return said;
}
