import type { Architecture } from '../../src/architecture.js';

/** A network in the manner of the whole one, with a few filters. */
export const SMALL: Architecture = {
  stem: { filters: 4, kernelSize: 5, pooled: false },
  stages: [4, 6].map((filters, stage) => [
    {
      convolutions: [
        { filters, kernelSize: 3 },
        { filters, kernelSize: 3 },
      ],
      halving: stage === 0 ? undefined : 0,
      projected: stage > 0,
    },
  ]),
};
