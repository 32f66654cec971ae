import { eagerClock, type NamedTensors, type Optimizer, type OptimizerInput, type Schedule } from '@neurite/core';
import { add, scalar, sub, type Tensor, tensor, tensor1d, tensor2d, zerosLike } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { expectNoLeak, release } from '../expect-no-leak.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What an optimizer promises, for `testOptimizer`. */
export type OptimizerConformance = {
  readonly name: string;
  /** Makes it with a learning rate good for the problems below; a schedule must do as well as a number. */
  readonly optimizer: (learningRate: number | Schedule) => Optimizer;
  /** The learning rate for ½(w − goal)² in 200 steps. Default 0.1. */
  readonly learningRate?: number;
  /** The learning rate for Rosenbrock's valley in 2000 steps; default 0.002. Momentum and Adam take other ones. */
  readonly valleyRate?: number;
  /** How close it must come to the goal. Default 0.01. Weight decay pulls away from it. */
  readonly closeness?: number;
  /** Whether a learning rate of 0 changes nothing. Default true. */
  readonly restsAtZero?: boolean;
  /** Whether it moves parameters by itself; false for a mere part of a chain, such as clipping. Default true. */
  readonly converges?: boolean;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/**
 * Declares the tests that every optimizer passes, on each backend: it converges, keeps shapes and dtypes, takes
 * schedules, is pure, leaves nothing, and its state can be written down and read again in the middle of a run.
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
    closeness = 0.01,
    restsAtZero = true,
    converges = true,
    errors = [],
  } = conformance;
  return [
    ...(converges ? convergence(make, { learningRate, valleyRate, closeness }) : []),
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
        const number = await run(make(learningRate), 5);
        expect(
          await run(
            make(() => learningRate),
            5,
          ),
        ).toEqual(number);
        if (converges)
          expect(
            await run(
              make((step) => learningRate / (step + 1)),
              5,
            ),
          ).not.toEqual(number);
      },
    },
    ...(converges && restsAtZero
      ? [
          {
            name: 'changes nothing at a learning rate of 0',
            run: async () =>
              expect(
                await run(
                  make(() => 0),
                  3,
                ),
              ).toEqual(await valuesOf(start())),
          },
        ]
      : []),
    {
      name: 'goes on after its state was written down and read again',
      run: async () => {
        const whole = await run(make(learningRate), 6);
        const optimizer = make(learningRate);
        const half = await steps(optimizer, start(), optimizer.init(start()), 0, 3);
        const [parameters, state] = [await copied(half.parameters), await copied(half.state)];
        const rest = await steps(make(learningRate), parameters, state, 3, 6);
        expect(await valuesOf(rest.parameters)).toEqual(whole);
      },
    },
    ...errorChecks(errors),
  ];
}

function convergence(
  make: (learningRate: number | Schedule) => Optimizer,
  { learningRate, valleyRate, closeness }: { learningRate: number; valleyRate: number; closeness: number },
): Check[] {
  return [
    {
      name: 'finds the bottom of a quadratic',
      run: async () => {
        const found = await run(make(learningRate), 200);
        const wanted = await valuesOf(goals());
        for (const [name, values] of Object.entries(wanted)) {
          values.forEach((value, i) => void assert.closeTo(found[name]![i]!, value, closeness, `${name} at ${i}`));
        }
      },
    },
    {
      name: "goes down Rosenbrock's valley",
      run: async () => {
        const optimizer = make(valleyRate);
        let parameters: NamedTensors = { x: scalar(-1), y: scalar(1) };
        let state = optimizer.init(parameters);
        const height = ([x, y]: readonly number[]): number => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
        let point = [-1, 1];
        for (let step = 0; step < 2000; step++) {
          const [x, y] = [point[0]!, point[1]!];
          const gradients = { x: scalar(-2 * (1 - x) - 400 * x * (y - x * x)), y: scalar(200 * (y - x * x)) };
          const next = advance(optimizer, gradients, state, parameters, step);
          release([gradients, state, parameters]);
          ({ parameters, state } = next);
          point = [(await parameters.x!.data())[0]!, (await parameters.y!.data())[0]!];
        }
        release([parameters, state]);
        // From 4 at the start; only along the bottom of the valley can it come so low.
        assert.isBelow(height(point), 0.5, `at [${point}]`);
      },
    },
  ];
}

/** Paths and shapes as a model has them, a scalar among them. */
function goals(): NamedTensors {
  return { 'layers.0.kernel': tensor2d([[1, -2, 0.5]]), 'layers.0.bias': tensor1d([3, 0.25]), scale: scalar(-1.5) };
}

function start(): NamedTensors {
  return { 'layers.0.kernel': tensor2d([[0.1, 0.2, -0.3]]), 'layers.0.bias': tensor1d([0.5, -0.5]), scale: scalar(1) };
}

/** Of Σ ½(w − goal)². */
function gradientsOf(goal: NamedTensors, parameters: NamedTensors): NamedTensors {
  return mapped(parameters, (value, name) => sub(value, goal[name]!));
}

/** What an optimizer gets in a step of a loss that is 0 everywhere else. */
function inputAt(step: number, { state, parameters }: Pick<OptimizerInput, 'state' | 'parameters'>): OptimizerInput {
  return {
    state,
    parameters,
    clock: eagerClock(step),
    loss: scalar(0),
    evaluate: (at) => ({ loss: scalar(0), gradients: mapped(at, zerosLike) }),
  };
}

function advance(
  optimizer: Optimizer,
  gradients: NamedTensors,
  state: NamedTensors,
  parameters: NamedTensors,
  step: number,
): { parameters: NamedTensors; state: NamedTensors } {
  const input = inputAt(step, { state, parameters });
  const { updates, state: next } = optimizer.update(gradients, input);
  release(input.loss);
  const moved = mapped(parameters, (value, name) => add(value, updates[name]!));
  release(updates);
  return { parameters: moved, state: next };
}

/** Steps down the quadratic. */
async function steps(
  optimizer: Optimizer,
  from: NamedTensors,
  first: NamedTensors,
  begin: number,
  end: number,
): Promise<{ parameters: NamedTensors; state: NamedTensors }> {
  let [parameters, state] = [from, first];
  const goal = goals();
  for (let step = begin; step < end; step++) {
    const gradients = gradientsOf(goal, parameters);
    const next = advance(optimizer, gradients, state, parameters, step);
    release([gradients, state, parameters]);
    ({ parameters, state } = next);
  }
  return { parameters, state };
}

async function run(optimizer: Optimizer, count: number): Promise<Record<string, number[]>> {
  const from = start();
  return valuesOf((await steps(optimizer, from, optimizer.init(from), 0, count)).parameters);
}

async function valuesOf(tensors: NamedTensors): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const [name, value] of Object.entries(tensors)) values[name] = [...(await value.data())];
  return values;
}

/** Through plain numbers, as a file would keep them. */
async function copied(tensors: NamedTensors): Promise<NamedTensors> {
  const copies: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(tensors)) {
    copies[name] = tensor([...(await value.data())], value.shape, value.dtype);
  }
  return copies;
}

function mapped(tensors: NamedTensors, f: (value: Tensor, name: string) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, f(value, name)]));
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [prefix + name, value]));
}

function form(tensors: NamedTensors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape }]) => [name, `${dtype} [${shape.join(', ')}]`]),
  );
}
