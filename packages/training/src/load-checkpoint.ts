import { type LoadStateOptions, type LoadStateReport, loadState, type Module } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { within } from './internal/checkpoint-bytes.js';
import { modelTensors, readSnapshot } from './internal/checkpoint-file.js';
import { storageAt } from './internal/storage-at.js';

/**
 * Puts the weights of a checkpoint into a model, e.g. those of the best epoch. In Node a file of the file system, in a page
 * one of the origin private file system.
 *
 * @param model built with the hyperparameters of the run, or with `partial` one that shares some of its parameters
 * @param path a file that `checkpoints` wrote
 * @param options as those of `loadState`: `partial`, `prefix`, `rename`. Default: all paths and shapes must be the same
 * @returns which paths were loaded, and which were not
 * @throws FormatError when the file is broken, or is something else
 * @throws ArgumentError, ShapeError when it is of another model, with the paths and shapes that differ
 * @example
 * const load = (model: Module): Promise<unknown> => loadCheckpoint(model, 'runs/digits/best.safetensors');
 */
export async function loadCheckpoint(
  model: Module<never, unknown>,
  path: string,
  options: LoadStateOptions = {},
): Promise<LoadStateReport> {
  const [, folder = '.', file = path] = /^(.*)[/\\]([^/\\]*)$/.exec(path) ?? [];
  const snapshot = await readSnapshot(storageAt('loadCheckpoint', folder === '' ? '/' : folder), file);
  try {
    return within(path, () => loadState(model, modelTensors(snapshot), options));
  } finally {
    dispose(Object.values(snapshot.tensors));
  }
}
