import { type Card, loadModel, saveModel } from '@neurite/command-kit/model-card';
import * as layers from '@neurite/layers';
import type { Task } from '../forecasters/forecaster.js';
import type { ForecastNetwork } from '../forecasters/network-forecaster.js';

/** What a file says about the network in it. */
export type NetworkCard = Card & {
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  /** See `referenceOf`. */
  readonly reference: number;
};

const NAME = 'forecast';

export function saveNetwork(run: string, model: ForecastNetwork, card: NetworkCard): Promise<void> {
  return saveModel(run, model, { name: NAME, card });
}

/**
 * @returns a network that the caller owns
 * @throws ArgumentError when there is none
 * @throws FormatError when the file is broken, or of something else
 */
export function loadNetwork(run: string): Promise<{ readonly model: ForecastNetwork; readonly card: NetworkCard }> {
  return loadModel<ForecastNetwork, NetworkCard>(run, { name: NAME, command: 'npm run forecast', registry: layers });
}
