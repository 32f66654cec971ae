import { eagerClock, type NamedTensors, type Optimizer, type OptimizerInput, RandomStream } from '@neurite/core';
import {
  add,
  matMul,
  mean,
  mul,
  type Scalar,
  scalar,
  squaredDifference,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { release } from '../expect-no-leak.js';

/** Where an optimizer is. */
export type Point = { readonly parameters: NamedTensors; readonly state: NamedTensors };

/** From which step to which, and what the clock says besides. */
export type Walk = { readonly from?: number; readonly to: number } & Parameters<typeof eagerClock>[1];

/** Paths and shapes as a model has them, a scalar among them. */
export function goals(): NamedTensors {
  return { 'layers.0.kernel': tensor2d([[1, -2, 0.5]]), 'layers.0.bias': tensor1d([3, 0.25]), scale: scalar(-1.5) };
}

export function start(): NamedTensors {
  return { 'layers.0.kernel': tensor2d([[0.1, 0.2, -0.3]]), 'layers.0.bias': tensor1d([0.5, -0.5]), scale: scalar(1) };
}

/** Of Σ ½(w − goal)². */
export function gradientsOf(goal: NamedTensors, parameters: NamedTensors): NamedTensors {
  return mapped(parameters, (value, name) => sub(value, goal[name]!));
}

/** A network of 2, 6 and 1 units. */
export function network(): NamedTensors {
  const random = RandomStream.fromSeed(3);
  return {
    'hidden.kernel': tensor2d(random.normals(12), [2, 6]),
    'hidden.bias': tensor1d(random.normals(6, 0, 0.1)),
    'output.kernel': tensor2d(random.normals(6, 0, 0.1), [6, 1]),
    'output.bias': tensor1d([0]),
  };
}

/** The mean squared error of the network for the product of its inputs, ±1. */
export function networkLoss(parameters: NamedTensors): Scalar {
  return tidy(() => {
    const x = tensor2d([
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]);
    const y = tensor2d([[1], [-1], [-1], [1]]);
    const hidden = tanh(
      add(matMul(x, parameters['hidden.kernel'] as Tensor2D), parameters['hidden.bias']!),
    ) as Tensor2D; // made so above
    const output = add(matMul(hidden, parameters['output.kernel'] as Tensor2D), parameters['output.bias']!);
    return mean(squaredDifference(output, y));
  });
}

/** What an optimizer gets in a step of the quadratic; the loss is not needed there. */
export function inputAt(
  step: number,
  { state, parameters }: Point,
  told?: Parameters<typeof eagerClock>[1],
): OptimizerInput {
  return {
    state,
    parameters,
    clock: eagerClock(step, told),
    loss: scalar(0),
    evaluate: (at) => ({ loss: scalar(0), gradients: tidy(() => gradientsOf(goals(), at)) }),
  };
}

/** One step, with the updates added. */
function advance(optimizer: Optimizer, gradients: NamedTensors, input: OptimizerInput): Point {
  const { updates, state } = optimizer.update(gradients, input);
  const parameters = mapped(input.parameters, (value, name) => add(value, updates[name]!));
  release([updates, input.loss]);
  return { parameters, state };
}

/** The same by `apply` where there is one, which gives the same bits in fewer kernels; for walks of many steps. */
export function leap(optimizer: Optimizer, gradients: NamedTensors, input: OptimizerInput): Point {
  if (optimizer.apply === undefined) return advance(optimizer, gradients, input);
  const point = optimizer.apply(gradients, input);
  release(input.loss);
  return point;
}

/** Where optimizers begin whose steps are in parts of the weights, of which a scalar never crosses 0. */
export function nearStart(): NamedTensors {
  return tidy(() => mapped(goals(), (value) => mul(value, 0.4)));
}

/** Steps down the quadratic; disposes the point it begins at. */
export function walk(optimizer: Optimizer, point: Point, { from = 0, to, ...told }: Walk): Point {
  const goal = goals();
  let at = point;
  for (let step = from; step < to; step++) {
    const gradients = gradientsOf(goal, at.parameters);
    const next = advance(optimizer, gradients, inputAt(step, at, told));
    release([gradients, at]);
    at = next;
  }
  release(goal);
  return at;
}

/** The parameters after so many steps down the quadratic from the start. */
export async function after(optimizer: Optimizer, told: Walk): Promise<Record<string, number[]>> {
  const parameters = start();
  const point = walk(optimizer, { parameters, state: optimizer.init(parameters) }, told);
  const values = await valuesOf(point.parameters);
  release(point);
  return values;
}

export async function valuesOf(tensors: NamedTensors): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const [name, value] of Object.entries(tensors)) values[name] = [...(await value.data())];
  return values;
}

export function mapped(tensors: NamedTensors, f: (value: Tensor, name: string) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, f(value, name)]));
}
