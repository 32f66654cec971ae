import { BackendError } from '@neurite/core';

/** @throws BackendError */
export function noTensorBoard(where: string): never {
  throw new BackendError({
    where,
    problem: "this package does not write TensorBoard's files, which TensorFlow's native library does",
    advice: 'Give `fit` a callback that writes the logs of each epoch to a file',
  });
}

/** @throws BackendError */
export function noSavedModel(where: string): never {
  throw new BackendError({
    where,
    problem: "saved models of TensorFlow run in TensorFlow's native library, which this package does without",
    advice:
      'Convert the model once with `tensorflowjs_converter --input_format=tf_saved_model`, and load it with `loadGraphModel`',
  });
}
