import type { NamedTensors, Optimizer, Schedule } from '@neurite/core';
import { add, mul, onesLike, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks, when } from '../check.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { after, goals, gradientsOf, inputAt, mapped, start, valuesOf, walk } from '../internal/optimizer-problem.js';
import { type ExpectedError, errorChecks } from './expected-error.js';
import { convergenceChecks } from './optimizer-convergence.js';
import { type OptimizerOptions, optionChecks } from './optimizer-options.js';

/** What an optimizer promises, for `testOptimizer`. */
export type OptimizerConformance = {
  readonly name: string;
  /** Makes it with a learning rate good for the problems below; a schedule must do as well as a number. */
  readonly optimizer: (learningRate: number | Schedule) => Optimizer;
  /** The learning rate for ½(w − goal)² in 200 steps. Default 0.1. */
  readonly learningRate?: number;
  /** The learning rate for Rosenbrock's valley in 2000 steps; default 0.002. Momentum and Adam take other ones. */
  readonly valleyRate?: number;
  /** Whether it goes down the valley, which takes long; false where it moves as another row does. Default true. */
  readonly valley?: boolean;
  /** How close it must come to the goal. Default 0.01. Weight decay pulls away from it. */
  readonly closeness?: number;
  /** Whether its steps do not become shorter by themselves, so that the learning rate must fall to 0. Default false. */
  readonly falls?: boolean;
  /** Whether its steps are in parts of the weights, so that a scalar never crosses 0. Default false. */
  readonly relative?: boolean;
  /** Whether a learning rate of 0 changes nothing. Default true. */
  readonly restsAtZero?: boolean;
  /** Whether it moves parameters by itself; false for a mere part of a chain, such as clipping. Default true. */
  readonly converges?: boolean;
  /** Whether each parameter moves as if it were alone; false for a common norm. Default true. */
  readonly separate?: boolean;
  /** The options it is made from, if there are any: unknown ones are refused, and those by path act on it alone. */
  readonly options?: OptimizerOptions;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/**
 * Declares the tests that every optimizer passes, on each backend: it converges, also on a small network, keeps shapes and
 * dtypes, takes schedules and their signals, is pure, leaves nothing, applies what it updates, evaluates with weights of its
 * own, counts the steps of late parameters by themselves, never stands still in silence, refuses unknown options, and its
 * state can be written down and read again in the middle of a run.
 */
export function testOptimizer(conformance: OptimizerConformance): void {
  testChecks(conformance.name, optimizerChecks(conformance));
}

/** The checks that `testOptimizer` declares. */
export function optimizerChecks(conformance: OptimizerConformance): Check[] {
  const {
    optimizer: make,
    learningRate = 0.1,
    valleyRate = 0.002,
    valley = true,
    closeness = 0.01,
    falls = false,
    relative = false,
    restsAtZero = true,
    converges = true,
    separate = true,
    options,
    errors = [],
  } = conformance;
  return [
    ...(converges
      ? convergenceChecks(make, {
          learningRate,
          valleyRate: valley ? valleyRate : undefined,
          closeness,
          falls,
          relative,
        })
      : []),
    {
      name: 'keeps names, shapes and dtypes',
      run: () => {
        const optimizer = make(learningRate);
        const from = start();
        const first = optimizer.init(from);
        const { updates, state } = optimizer.update(from, inputAt(0, { state: first, parameters: from }));
        expect(form(updates)).toEqual(form(from));
        expect(form(state)).toEqual(form(first));
      },
    },
    {
      name: 'is pure: the same answer twice, all tensors new, inputs as they were',
      run: async () => {
        const optimizer = make(learningRate);
        const [parameters, gradients] = [start(), gradientsOf(goals(), start())];
        const first = optimizer.init(parameters);
        const inputs = { ...prefixed('p.', parameters), ...prefixed('g.', gradients), ...prefixed('s.', first) };
        const before = await valuesOf(inputs);
        const once = optimizer.update(gradients, inputAt(3, { state: first, parameters }));
        const again = optimizer.update(gradients, inputAt(3, { state: first, parameters }));
        expect(await valuesOf(again.updates)).toEqual(await valuesOf(once.updates));
        expect(await valuesOf(again.state)).toEqual(await valuesOf(once.state));
        expect(await valuesOf(inputs), 'inputs').toEqual(before);
        const given = new Set(Object.values(inputs));
        const made = [...Object.values(first), ...Object.values(once.updates), ...Object.values(once.state)];
        assert.equal(new Set(made).size, made.length, 'tensors that are all different');
        const own = new Set([...Object.values(parameters), ...Object.values(gradients)]);
        assert.isFalse(
          Object.values(first).some((value) => own.has(value)),
          '`init` gave a parameter itself',
        );
        assert.isFalse(
          [...Object.values(once.updates), ...Object.values(once.state)].some((value) => given.has(value)),
          '`update` gave an input itself',
        );
      },
    },
    {
      name: 'leaves nothing behind',
      run: async () => {
        const optimizer = make((step) => learningRate / (step + 1));
        const parameters = start();
        await expectNoLeak(() => optimizer.init(parameters));
        const state = optimizer.init(parameters);
        const input = inputAt(1, { state, parameters });
        await expectNoLeak(() => optimizer.update(parameters, input));
      },
    },
    {
      name: 'takes a schedule as it takes a number',
      run: async () => {
        const number = await after(make(learningRate), { to: 5 });
        const constant = make(() => learningRate);
        expect(await after(constant, { to: 5 })).toEqual(number);
        if (!converges) return;
        const falling = make((step) => learningRate / (step + 1));
        expect(await after(falling, { to: 5 })).not.toEqual(number);
        const told = make((_, { signals }) => signals.rate!);
        expect(await after(told, { to: 5, signals: { rate: learningRate } })).toEqual(number);
      },
    },
    ...(converges && restsAtZero
      ? [
          {
            name: 'changes nothing at a learning rate of 0',
            run: async () => {
              const still = make(() => 0);
              expect(await after(still, { to: 3 })).toEqual(await valuesOf(start()));
            },
          },
        ]
      : []),
    {
      name: 'applies what it updates, to the bit, if it applies',
      run: async () => {
        const optimizer = make(learningRate);
        if (optimizer.apply === undefined) return;
        const point = walk(optimizer, { parameters: start(), state: optimizer.init(start()) }, { to: 2 });
        const gradients = gradientsOf(goals(), point.parameters);
        const { updates, state } = optimizer.update(gradients, inputAt(2, point));
        const applied = optimizer.apply(gradients, inputAt(2, point));
        const sums = mapped(point.parameters, (value, name) => add(value, updates[name]!));
        expect(await valuesOf(applied.parameters)).toEqual(await valuesOf(sums));
        expect(await valuesOf(applied.state)).toEqual(await valuesOf(state));
        const input = inputAt(2, point);
        await expectNoLeak(() => optimizer.apply!(gradients, input));
      },
    },
    {
      name: 'evaluates with finite weights of its own, if it does so, and leaves nothing',
      run: async () => {
        const optimizer = make(learningRate);
        if (optimizer.evaluationParameters === undefined) return;
        const point = walk(optimizer, { parameters: start(), state: optimizer.init(start()) }, { to: 3 });
        const weights = optimizer.evaluationParameters(point.state, point.parameters);
        expect(form(weights)).toEqual(form(point.parameters));
        expect(await allFinite(weights), 'finite').toBe(true);
        const given = new Set([...Object.values(point.state), ...Object.values(point.parameters)]);
        assert.isFalse(
          Object.values(weights).some((value) => given.has(value)),
          'gave an input itself',
        );
        await expectNoLeak(() => optimizer.evaluationParameters!(point.state, point.parameters));
      },
    },
    ...when(converges, {
      name: 'does not stand still in silence after a gradient whose square is infinite',
      run: async () => {
        const optimizer = make(learningRate);
        let point: { parameters: NamedTensors; state: NamedTensors } = {
          parameters: start(),
          state: optimizer.init(start()),
        };
        for (const [step, size] of [1, 1e30, 1].entries()) {
          const gradients = mapped(point.parameters, (value) => mul(onesLike(value), size));
          const { updates, state } = optimizer.update(gradients, inputAt(step, point));
          // What is not finite stops the run.
          if (!(await allFinite({ ...updates, ...state }))) return;
          const moved = (await Promise.all(Object.values(updates).map((update) => update.data()))).every((update) =>
            update.some((value) => value !== 0),
          );
          assert.isTrue(moved, `that something moves at a gradient of ${size}`);
          point = { parameters: mapped(point.parameters, (value, name) => add(value, updates[name]!)), state };
        }
      },
    }),
    ...(separate
      ? [
          {
            name: 'counts the steps of a parameter from the one in which it joined',
            run: async () => {
              const optimizer = make(learningRate);
              const { scale, ...others } = start();
              const expected = await after(optimizer, { to: 3 });
              const before = walk(optimizer, { parameters: others, state: optimizer.init(others) }, { to: 4 });
              const parameters = { ...before.parameters, scale: scale! };
              const state = { ...before.state, ...optimizer.init({ scale: scale! }) };
              const later = walk(optimizer, { parameters, state }, { from: 4, to: 7, joined: { scale: 4 } });
              const alone = await after(optimizer, { to: 7 });
              expect(await valuesOf(later.parameters)).toEqual({ ...alone, scale: expected.scale! });
            },
          },
        ]
      : []),
    {
      name: 'goes on after its state was written down and read again',
      run: async () => {
        const whole = await after(make(learningRate), { to: 6 });
        const optimizer = make(learningRate);
        const half = walk(optimizer, { parameters: start(), state: optimizer.init(start()) }, { to: 3 });
        const copy = { parameters: await copied(half.parameters), state: await copied(half.state) };
        const rest = walk(make(learningRate), copy, { from: 3, to: 6 });
        expect(await valuesOf(rest.parameters)).toEqual(whole);
      },
    },
    ...(options === undefined ? [] : optionChecks(options, { separate })),
    ...errorChecks(errors),
  ];
}

async function allFinite(tensors: NamedTensors): Promise<boolean> {
  return Object.values(await valuesOf(tensors)).every((values) => values.every(Number.isFinite));
}

/** Through plain numbers, as a file would keep them. */
async function copied(tensors: NamedTensors): Promise<NamedTensors> {
  const copies: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(tensors)) {
    copies[name] = tensor([...(await value.data())], value.shape, value.dtype);
  }
  return copies;
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [prefix + name, value]));
}

function form(tensors: NamedTensors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape }]) => [name, `${dtype} [${shape.join(', ')}]`]),
  );
}
