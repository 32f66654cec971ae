import { type ModuleTree, parameters, type TrainState } from '@neurite/core';
import { disposeState } from '../train-state.js';
import { averageState } from './average-state.js';
import { exchangePlaced } from './exchange-reports.js';
import { copies } from './named-tensors.js';
import type { PartsStep, StepOutcome } from './own-step.js';
import type { Replicas } from './replicas.js';
import { partsOf, type RunStep } from './step-flight.js';

/**
 * A step that each process takes by itself, on its rows; when it is due they take the mean of what all have.
 *
 * @see Stich 2019, Local SGD converges fast and communicates little
 */
export function localStep(model: ModuleTree, step: PartsStep, replicas: Replicas): RunStep {
  return async (state, placed, input) => {
    const parts = partsOf(placed).filter((_, i) => placed.batches[i]!.size > 0);
    const { state: next, reports } = parts.length > 0 ? step(state, parts, input) : withoutRows(state);
    try {
      const values = await exchangePlaced(replicas, placed, reports);
      if (!replicas.isTogether(next.step)) return { state: next, values };
      const mean = await averageState(replicas, next, parameters(model));
      disposeState(next);
      return { state: mean, values };
    } catch (error) {
      disposeState(next);
      throw error;
    }
  };
}

/** A step of a process that has no rows of a batch. */
function withoutRows(state: TrainState): StepOutcome {
  const [parameters, buffers] = [copies(state.parameters), copies(state.buffers)];
  return {
    state: { ...state, parameters, buffers, optimizer: copies(state.optimizer), step: state.step + 1 },
    reports: [],
  };
}
