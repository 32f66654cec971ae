import type { Module, ShapePreservingBlueprint } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The blueprint of a layer without parameters that takes any shape and gives it back. */
export function shapePreserving(name: string, make: <T extends Tensor>() => Module<T, T>): ShapePreservingBlueprint {
  return { name, preservesShape: true, outputShape: (inputShape) => inputShape, build: make };
}
