import { loadState, type Module } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { loadSnapshot, modelTensors } from './internal/checkpoint-file.js';

/**
 * Puts the weights of a checkpoint into a model, e.g. those of the best epoch. Node only.
 *
 * @param model built with the hyperparameters of the run
 * @param path a file that `checkpoints` wrote
 * @throws FormatError when the file is broken, or is something else
 * @throws ArgumentError, ShapeError when it is of another model
 * @example
 * const load = (model: Module): Promise<void> => loadCheckpoint(model, 'runs/digits/best.safetensors');
 */
export async function loadCheckpoint(model: Module<never, unknown>, path: string): Promise<void> {
  const snapshot = await loadSnapshot(path);
  try {
    loadState(model, modelTensors(snapshot));
  } finally {
    dispose(Object.values(snapshot.tensors));
  }
}
