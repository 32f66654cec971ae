import { ArgumentError, formatShape, layerName, type ModuleTree, type Parameter } from '@neurite/core';
import { tidy } from '@tensorflow/tfjs-core';
import { watchModules } from './watch-modules.js';

/** Thrown where a forward pass uses a parameter that the tree of the model does not hold. */
export class OutsideParameter extends RangeError {
  readonly parameter: Parameter;

  constructor(parameter: Parameter) {
    super('a parameter outside the tree');
    this.parameter = parameter;
  }
}

/** Runs a pass again to find the module that used the parameter. */
export function outsideError(model: ModuleTree, { parameter }: OutsideParameter, pass: () => unknown): ArgumentError {
  const running: string[] = [];
  let reader = 'the loss';
  try {
    tidy(() => {
      watchModules(
        model,
        {
          enter: (path, module) =>
            void running.push(path === '' ? layerName(module) : `\`${path}\` (${layerName(module)})`),
          leave: () => void running.pop(),
        },
        pass,
      );
    });
  } catch (error) {
    if (!(error instanceof OutsideParameter)) throw error;
    reader = running.at(-1) ?? reader;
  }
  return new ArgumentError({
    where: 'train step',
    problem:
      `${reader} uses a ${parameter.buffer ? 'buffer' : 'trainable parameter'} of shape ` +
      `${formatShape(parameter.shape)} that is not in the tree of the model, so that training would leave it as it is`,
    advice:
      'Make it a field: parameters are found in fields that are Parameters, Modules, or arrays or records of these, ' +
      'not in #private fields and Maps. Freeze it where it is not to be trained',
  });
}
