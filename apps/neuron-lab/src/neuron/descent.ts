import { eagerClock, Neuron, type Optimizer, valueAndGradients } from '@neurite/core';
import { adam, adamW, sgd } from '@neurite/optimizers';
import {
  add,
  clone,
  dispose,
  keep,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { nextTask } from '../ui/next-task.js';
import { LOSS_FUNCTIONS } from './loss-functions.js';
import type { NeuronState, OptimizerName } from './neuron-state.js';

/** One step of the descent in plain numbers. The last one of a descent has not been taken: it has no `next`. */
export type DescentStep = {
  /** From 0. */
  readonly step: number;
  readonly w: number;
  readonly b: number;
  /** Under w and b. */
  readonly loss: number;
  readonly gradientW: number;
  readonly gradientB: number;
  readonly nextW: number;
  readonly nextB: number;
};

/** What a descent follows from. */
export type DescentOptions = Pick<NeuronState, 'points' | 'loss' | 'optimizer' | 'rate' | 'w' | 'b'>;

type Pending = {
  readonly step: number;
  readonly tensors: Readonly<Record<Exclude<keyof DescentStep, 'step'>, Tensor>>;
};

const OPTIMIZER_MAKERS: Readonly<Record<OptimizerName, (learningRate: number) => Optimizer>> = {
  sgd: (learningRate) => sgd({ learningRate }),
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  nesterov: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  adam: (learningRate) => adam({ learningRate }),
  adamW: (learningRate) => adamW({ learningRate }),
};

/** How long steps may keep the page from drawing, in milliseconds. */
const LONGEST_TURN = 8;

/**
 * A neuron on its way down the loss, step by step. Steps that were taken are kept, so that one can go back.
 *
 * It owns tensors: dispose it. The engine must run.
 */
export class Descent {
  readonly #neuron: Neuron;
  readonly #optimizer: Optimizer;
  readonly #loss: (predictions: Tensor, targets: Tensor) => Scalar;
  readonly #x: Tensor2D;
  readonly #y: Tensor2D;
  readonly #steps: DescentStep[] = [];
  #state: Readonly<Record<string, Tensor>>;
  #taken = 0;
  #lost = false;
  #reading: Promise<void> = Promise.resolve();

  constructor({ points, loss, optimizer, rate, w, b }: DescentOptions) {
    this.#neuron = new Neuron({ inputs: 1, weights: [w], bias: b });
    this.#optimizer = OPTIMIZER_MAKERS[optimizer](rate);
    this.#loss = LOSS_FUNCTIONS[loss].mean;
    this.#x = column(points.map(({ x }) => x));
    this.#y = column(points.map(({ y }) => y));
    this.#state = this.#optimizer.init(this.#parameters());
  }

  /** What was computed so far: as many as were asked for, or fewer where the numbers left the range of float32. */
  get steps(): readonly DescentStep[] {
    return this.#steps;
  }

  /** Whether it ended in numbers that are not finite. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Computes on until there are `count` steps. Calls wait for one another. */
  extendTo(count: number): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      while (!this.#lost && this.#taken < count) {
        const pending: Pending[] = [];
        const end = performance.now() + LONGEST_TURN;
        // Some at once: a step reads nothing, so many steps cost one wait.
        do pending.push(this.#take());
        while (this.#taken < count && performance.now() < end);
        for (const step of await Promise.all(pending.map(read))) this.#record(step);
        // Reading does not always let the page draw.
        if (this.#taken < count) await nextTask();
      }
    });
    return this.#reading;
  }

  dispose(): void {
    // What is under way still reads the tensors.
    void this.#reading.then(() => {
      this.#neuron.dispose();
      dispose([this.#x, this.#y, ...Object.values(this.#state)]);
    });
  }

  #parameters(): { readonly weights: Tensor1D; readonly bias: Scalar } {
    return { weights: this.#neuron.weights.value, bias: this.#neuron.bias.value };
  }

  #take(): Pending {
    const step = this.#taken++;
    const tensors = tidy(() => {
      const { weights, bias } = this.#parameters();
      const old = { w: clone(weights), b: clone(bias) };
      const { value, gradients } = valueAndGradients(() => this.#loss(this.#neuron.forward(this.#x), this.#y), {
        weights,
        bias,
      });
      const { updates, state } = this.#optimizer.update(gradients, {
        state: this.#state,
        parameters: { weights, bias },
        clock: eagerClock(step),
        loss: value,
        evaluate: () => ({ loss: value, gradients }),
      });
      dispose(this.#state);
      this.#state = state;
      for (const tensor of Object.values(state)) keep(tensor);
      this.#neuron.weights.assign(add(weights, updates.weights!) as Tensor1D); // the shape of the weights
      this.#neuron.bias.assign(add(bias, updates.bias!) as Scalar);
      return {
        ...old,
        loss: value,
        gradientW: gradients.weights,
        gradientB: gradients.bias,
        nextW: clone(this.#neuron.weights.value),
        nextB: clone(this.#neuron.bias.value),
      };
    });
    return { step, tensors };
  }

  #record(step: DescentStep): void {
    if (this.#lost) return;
    // The first step that is not finite is kept: one wants to see it.
    this.#steps.push(step);
    this.#lost = !Object.values(step).every(Number.isFinite);
  }
}

async function read({ step, tensors }: Pending): Promise<DescentStep> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, (await tensor.data())[0]!] as const);
  const numbers = Object.fromEntries(await Promise.all(entries));
  dispose(Object.values(tensors));
  return { step, ...numbers } as DescentStep; // one number for each tensor, by the same names
}

function column(values: readonly number[]): Tensor2D {
  return tensor2d([...values], [values.length, 1]);
}
