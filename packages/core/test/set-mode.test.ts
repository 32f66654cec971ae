import { expectError } from '@neurite/testing';
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  inference,
  isTraining,
  Module,
  Parameter,
  RandomStream,
  randomKeys,
  setMode,
} from '../src/index.js';

class Leaf extends Module {
  readonly weight = new Parameter(scalar(1));
  override forward(x: Tensor): Tensor {
    return x;
  }
}
class Tree extends Module {
  readonly layers = [new Leaf(), new Leaf()];
  override forward(x: Tensor): Tensor {
    return x;
  }
}
const training = { training: true, random: randomKeys(RandomStream.fromSeed(1)) };

describe('setMode', () => {
  it('keeps modules in inference while the rest trains', () => {
    const tree = new Tree();
    const [a, b] = tree.layers as [Leaf, Leaf];
    expect(setMode(tree, 'layers.0', 'inference')).toEqual(['layers.0']);
    expect([isTraining(a, training), isTraining(b, training), isTraining(tree, training)]).toEqual([false, true, true]);
    expect(isTraining(b, inference())).toBe(false);
    expect(setMode(tree, /layers/, 'training')).toEqual(['layers.0', 'layers.1']);
    expect(isTraining(a, training)).toBe(true);
  });

  it('names the paths where none matches', async () => {
    await expectError(
      () => setMode(new Tree(), 'layer', 'inference'),
      ArgumentError,
      "setMode: `pattern` must match the path of a module; received layer. The paths are '', layers.0, layers.1.",
    );
    await expectError(
      () => setMode(new Tree(), 'layers', 'frozen' as 'inference'),
      ArgumentError,
      "setMode: `mode` must be 'training' or 'inference'; received 'frozen'.",
    );
  });
});

describe('run', () => {
  it('hands a mask on through a module that treats each step alone, and is refused by any other', async () => {
    class Stepwise extends Leaf {
      override get tokenwise(): boolean {
        return true;
      }
    }
    const mask = scalar(1) as unknown as never;
    expect(new Stepwise().run({ x: scalar(2), mask }, inference()).mask).toBe(mask);
    expect(new Leaf().run({ x: scalar(2) }, inference()).state).toEqual({});
    await expectError(
      () => new Leaf().run({ x: scalar(2), mask }, inference()),
      ArgumentError,
      'Leaf: `mask` must be left out, as this module mixes the steps of a sequence; received a mask. ' +
        'Give it a run of its own, or set tokenwise where it treats each step alone.',
    );
  });
});
