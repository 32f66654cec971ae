import { Module } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A layer that treats each step of a sequence alone, so that a mask before it is the mask after it. */
export abstract class Tokenwise<In = Tensor, Out = In> extends Module<In, Out> {
  override get tokenwise(): boolean {
    return true;
  }
}
