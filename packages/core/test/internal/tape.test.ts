import { onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { registerGradients } from '../../src/gradients/register-gradients.js';
import { defineOperation } from '../../src/internal/define-operation.js';
import { differentiate, gradientDepth, recordedInputs, skipZeros, watchTensors } from '../../src/internal/tape.js';

/** A kernel's name with the backend in it: a gradient is registered once for all backends. */
const here = (name: string): string => `${name}ForATestOn${tf.getBackend()}`;

/** A function that calls `observe` in its forward and in its backward pass. */
function probe(name: string, observe: (pass: 'forward' | 'backward') => void): (x: tf.Tensor) => tf.Tensor {
  const operation = defineOperation({
    name: here(name),
    compose: ({ x }: { x: tf.Tensor }) => tf.mul(x, 3),
    gradient: {
      gradFunc: (dy) => {
        observe('backward');
        return { x: () => tf.mul(dy as tf.Tensor, 3) };
      },
    },
  });
  return (x) => {
    observe('forward');
    return operation({ x }, {});
  };
}

const numberOf = (tensor: tf.Tensor | undefined): number | undefined => tensor?.dataSync()[0];

describe('what the tape relies on in tfjs-core', () => {
  it('is tested with the version at which the peer range begins', () => {
    expect(manifest.peerDependencies['@tensorflow/tfjs-core']).toBe(`^${tf.version_core}`);
  });

  beforeAll(registerGradients);

  onEachBackend(() => {
    it('the depth counts the recordings around a call', () => {
      const depths: string[] = [];
      const f = probe('Depth', (pass) => depths.push(`${pass} ${gradientDepth()}`));
      const x = tf.scalar(2);
      tf.grad(f)(x);
      tf.grad((y) => tf.grad((z) => f(tf.square(z)))(y))(x);
      expect(depths).toEqual(['forward 1', 'backward 0', 'forward 2', 'backward 1']);
      expect(gradientDepth()).toBe(0);
    });

    it('inputsToSave is read in each forward pass, and the gradient gets what was saved as the same array', () => {
      const x = tf.scalar(2);
      const depths: number[] = [];
      const recorded: Readonly<Record<string, tf.Tensor>>[] = [];
      const operation = defineOperation({
        name: here('Recorded'),
        compose: (inputs: { x: tf.Tensor }) => tf.mul(inputs.x, 2),
        gradient: {
          get inputsToSave(): string[] {
            depths.push(gradientDepth());
            return ['x'];
          },
          gradFunc: (dy, saved) => {
            expect(saved[0]).not.toBe(x); // a clone
            recorded.push(recordedInputs(saved), recordedInputs([...saved]));
            return { x: () => tf.mul(dy as tf.Tensor, 2) };
          },
        },
      });
      tf.grad(() => operation({ x }, {}))(x);
      expect(recorded).toHaveLength(2);
      expect(recorded[0]!.x).toBe(x);
      expect(recorded[1]).toEqual({});
      expect(depths).toEqual([1]);
    });

    it('a gradient that is put into the last node of the tape is the one that is called', () => {
      const second: { output?: tf.Tensor; gradient?: tf.Tensor } = {};
      const operation = defineOperation({
        name: here('TwoOutputs'),
        compose: ({ x }: { x: tf.Tensor }) => [tf.mul(x, 2), tf.mul(x, 5)],
        gradient: {
          gradFunc: (dys) => {
            const [first, gradient] = dys as tf.Tensor[];
            second.gradient = gradient!;
            return { x: () => tf.mul(first!, 2) };
          },
        },
      });
      const standsIn = (name: string): boolean => {
        tf.grad((x) => {
          const [first, output] = operation({ x }, {});
          skipZeros(here(name), [false, true]);
          second.output = output!;
          return first!;
        })(tf.scalar(1));
        return second.gradient === second.output;
      };
      expect(standsIn('TwoOutputs')).toBe(true);
      expect(standsIn('Another')).toBe(false);
    });

    it('gradients are undefined where the value does not depend on a tensor', () => {
      const x = tf.scalar(2);
      const { result, gradients } = differentiate(() => ({ value: tf.square(x) }), [x, tf.scalar(3)]);
      expect([result.value, ...gradients].map(numberOf)).toEqual([4, 4, undefined]);
    });

    it('a tape inside the backward pass of another leaves that one as it was', () => {
      const inner: (number | undefined)[] = [];
      const f = probe('Walked', (pass) => {
        if (pass === 'forward') return;
        const z = tf.scalar(3);
        inner.push(numberOf(differentiate(() => ({ value: tf.square(z) }), [z]).gradients[0]));
        const fails = (): never => {
          tf.square(z);
          throw new RangeError('inside');
        };
        expect(() => differentiate(fails, [z])).toThrow(RangeError);
      });
      const x = tf.scalar(2);
      const { numTensors } = tf.memory();
      tf.tidy(() => {
        expect(numberOf(differentiate(() => ({ value: f(tf.square(x)) }), [x]).gradients[0])).toBe(12);
      });
      expect(inner).toEqual([6]);
      expect(tf.memory().numTensors).toBe(numTensors);
    });

    it('is freed whether it ends well or not', () => {
      const x = tf.scalar(2);
      const { numTensors } = tf.memory();
      for (const failing of ['nowhere', 'forward', 'backward']) {
        const f = probe(`Failing${failing}`, (pass) => {
          if (pass === failing) throw new RangeError(pass);
        });
        const run = (): void => tf.tidy(() => void differentiate(() => ({ value: f(tf.square(tf.square(x))) }), [x]));
        if (failing === 'nowhere') run();
        else expect(run, failing).toThrow(RangeError);
        expect(tf.memory().numTensors, failing).toBe(numTensors);
        expect(gradientDepth(), failing).toBe(0);
      }
    });

    it('every new tensor is tracked, inside scopes whose names are known', () => {
      const seen: (readonly [tf.Tensor, string])[] = [];
      const stop = watchTensors((tensor, scopes) => seen.push([tensor, scopes.join(' > ')]));
      const made = tf.tidy('outer', () => tf.tidy('inner', () => [tf.scalar(1), tf.add(1, 2), tf.ones([2])]));
      stop();
      const afterwards = tf.scalar(2);
      for (const tensor of made) expect(seen.find(([one]) => one === tensor)?.[1]).toBe('outer > inner');
      expect(seen.some(([one]) => one === afterwards)).toBe(false);
    });
  });
});
