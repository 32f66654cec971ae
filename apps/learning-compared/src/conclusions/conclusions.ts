import type { Results } from '../run/results.js';
import type { Conclusion } from './conclusion.js';
import { costConclusions } from './cost.js';
import { dataConclusions } from './data.js';
import { featureConclusions } from './features.js';
import { hardwareConclusions } from './hardware.js';
import { layerConclusions } from './layers.js';
import { networkConclusions } from './networks.js';

/**
 * What follows from the numbers of a run, and from nothing else: other numbers give other conclusions. A difference whose 95 %
 * interval includes 0 is none.
 */
export function conclusionsOf(results: Results): readonly Conclusion[] {
  const names = [...new Set(results.cells.map(({ dataSet }) => dataSet))];
  return [
    ...names.flatMap((name) => featureConclusions(results, name)),
    ...names.flatMap((name) => networkConclusions(results, name)),
    ...names.flatMap((name) => dataConclusions(results, name)),
    ...names.flatMap((name) => costConclusions(results, name)),
    ...layerConclusions(results),
    ...hardwareConclusions(results),
    ...results.absent.map(({ name, reason }) => ({ about: name, sentence: `Nothing is said of ${name}: ${reason}.` })),
  ];
}
