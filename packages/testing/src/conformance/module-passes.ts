import { type Module, Parameter, parameters, type TensorTree, valueAndGradients } from '@neurite/core';
import {
  cast,
  concat,
  mean,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { assert } from 'vitest';
import { type Check, when } from '../check.js';
import { checkGradients } from '../check-gradients.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { expectNoReads } from '../expect-no-reads.js';
import { disposeAll, expectAlike, isSame, leaves, withLeaves } from '../internal/tensor-tree.js';
import { isThorough } from '../is-thorough.js';
import { contextOfTest, LENGTH, type ModuleConformance, type ModuleUnderTest, SAMPLES } from './module-under-test.js';

/** So many of each tensor are differentiated by: a wrong gradient is wrong at many. */
const ELEMENTS = isThorough ? 30 : 6;

/** What a pass does, in training and outside of it: ownership, `run`, masks, gradients. */
export function passChecks(
  { masks = false, gradients = {}, tolerance = {} }: ModuleConformance,
  { input, withModel }: ModuleUnderTest,
): Check[] {
  const inBothModes = (f: (training: boolean, name: string) => Check): Check[] => [
    f(false, 'outside of training'),
    f(true, 'in training'),
  ];
  return [
    ...inBothModes((training, mode) => ({
      name: `returns a new tensor, reads none, and leaves its input alone ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        await expectNoLeak(() => expectNoReads(() => model.forward(x, contextOfTest(training))));
        for (const one of leaves(x)) {
          assert.isFalse(one.isDisposed, 'it disposed its input');
          await one.data();
        }
        disposeAll(model.forward(x, contextOfTest(training)));
        for (const [path, { value }] of parameters(model)) assert.isFalse(value.isDisposed, `it disposed ${path}`);
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `runs as it goes forward ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const y = model.forward(x, contextOfTest(training));
        await expectNoLeak(() => expectNoReads(() => model.run({ x }, contextOfTest(training))));
        await expectAlike(model.run({ x }, contextOfTest(training)).outputs, y, tolerance);
        const state = model.initialState({ batch: SAMPLES, length: 2 * LENGTH });
        await expectNoLeak(() => model.run({ x, state }, contextOfTest(training)));
        await expectAlike(model.run({ x, state }, contextOfTest(training)).outputs, y, tolerance);
      }),
    })),
    {
      name: 'gives in parts what it gives at once, where it says so',
      run: withModel(async (model) => {
        const x = input();
        if (!(x instanceof Tensor) || !hasSteps(x) || !model.continuable) return;
        const whole = leaves(model.forward(x, contextOfTest(false)));
        let state = model.initialState({ batch: SAMPLES, length: x.shape[1]! });
        const parts = [slice(x, [0, 0], [-1, 1]), slice(x, [0, 1], [-1, -1])].map((part) => {
          const result = model.run({ x: part, state }, contextOfTest(false));
          state = result.state;
          return leaves(result.outputs);
        });
        for (const [i, y] of whole.entries()) {
          const [first, last] = parts.map((part) => part[i]!) as [Tensor, Tensor]; // two
          // Where the last step's output alone comes out, it is that of the last part.
          const joined = y.shape[1] === first.shape[1]! + last.shape[1]! ? concat([first, last], 1) : last;
          await expectAlike(joined, y, tolerance);
        }
      }),
    },
    ...when(masks, {
      name: 'does not see what a mask hides',
      run: withModel(async (model) => {
        const time = leaves(input())[0]!.shape[1]!;
        const mask = tensor2d(
          Array.from({ length: SAMPLES }, (_, sample) => Array.from({ length: time }, (_, t) => Number(t !== sample))),
        );
        const answers = async (x: TensorTree): Promise<TensorTree> => {
          await expectNoLeak(() => {
            const { outputs, state, mask: after } = model.run({ x, mask }, contextOfTest(false));
            return { outputs, state, after: after === mask ? undefined : after }; // one that is handed on is no new one
          });
          const { outputs, mask: after } = model.run({ x, mask }, contextOfTest(false));
          return after === undefined
            ? outputs
            : withLeaves(
                outputs,
                leaves(outputs).map((y) => mul(y, alongTime(after, y))),
              );
        };
        const x = input();
        const visible = leaves(x).map((one) => tidy(() => cast(mul(one, alongTime(mask, one)), one.dtype)));
        await expectAlike(await answers(withLeaves(x, visible)), await answers(x), tolerance);
      }),
    }),
    ...inBothModes((training, mode) => ({
      name: `leaves nothing behind when differentiated ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const own = Object.fromEntries(trainable(model).map(([path, { value }]) => [path, value]));
        const given = Object.fromEntries(floatsIn(x).map((one, i) => [`x ${i}`, one]));
        const of = { ...given, ...own };
        if (Object.keys(of).length === 0) return;
        await expectNoLeak(() => valueAndGradients(() => meanSquare(model.forward(x, contextOfTest(training))), of));
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `has the gradients of the differences ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const own = trainable(model).map(([, parameter]) => parameter);
        const count = leaves(x).length;
        if (floatsIn(x).length + own.length === 0) return; // nothing to differentiate by
        if (training && (await isSame(model.forward(x, contextOfTest(true)), model.forward(x, contextOfTest(false)))))
          return; // checked
        await checkGradients(
          (...values) => {
            const loans = new Map(own.map((parameter, i) => [parameter, values[count + i]!]));
            const forward = (): Tensor =>
              inOne(model.forward(withLeaves(x, values.slice(0, count)), contextOfTest(training)));
            const { result, assigned } = Parameter.lend(loans, () => tidy(forward));
            for (const tensor of assigned.values()) tensor.dispose();
            return result;
          },
          [...leaves(x), ...own.map(({ value }) => value)],
          { elements: ELEMENTS, ...gradients },
        );
      }),
    })),
  ];
}

/** Whether it is a batch of sequences: of ids, or of features. */
function hasSteps({ shape, rank, dtype }: Tensor): boolean {
  return rank >= (dtype === 'int32' ? 2 : 3) && shape[1]! >= 2;
}

function trainable(model: Module<never, unknown>): (readonly [string, Parameter])[] {
  return [...parameters(model)].filter(([, parameter]) => parameter.trainable);
}

function floatsIn(value: TensorTree): Tensor[] {
  return leaves(value).filter(({ dtype }) => dtype === 'float32');
}

function meanSquare(y: TensorTree): Scalar {
  return mean(square(inOne(y)));
}

/** All numbers of a value in one tensor; a tensor as it is. */
function inOne(y: TensorTree): Tensor {
  const all = leaves(y);
  return all.length === 1 ? all[0]! : concat(all.map((one) => reshape(one, [one.size])));
}

/** A mask [batch, time] with as many axes as `of`. */
function alongTime(mask: Tensor2D, of: Tensor): Tensor {
  return reshape(mask, [...mask.shape, ...new Array<number>(of.rank - 2).fill(1)]);
}
