import { ArgumentError, checkInteger, describeValue, type Json } from '@neurite/core';
import type { Values } from '../space/space.js';
import type { Report, RunningTrial } from '../study/trial.js';

type Parts<S> = Pick<RunningTrial<S>, 'number' | 'values' | 'seed' | 'signal'> & {
  /** @returns whether to stop */
  readonly report: (report: Report) => Promise<boolean>;
};

/** A trial that runs in this process. */
export class TrialInHand<S> implements RunningTrial<S> {
  readonly number: number;
  readonly values: Values<S>;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly #report: Parts<S>['report'];
  #isPruned = false;
  #constraints: Readonly<Record<string, number>> = {};
  #attributes: Readonly<Record<string, Json>> = {};
  #lastStep = -1;

  constructor({ number, values, seed, signal, report }: Parts<S>) {
    this.number = number;
    this.values = values;
    this.seed = seed;
    this.signal = signal;
    this.#report = report;
  }

  get isPruned(): boolean {
    return this.#isPruned;
  }

  get constraints(): Readonly<Record<string, number>> {
    return this.#constraints;
  }

  get attributes(): Readonly<Record<string, Json>> {
    return this.#attributes;
  }

  async report(step: number, value: number): Promise<boolean> {
    checkInteger('RunningTrial.report', 'step', step, { min: this.#lastStep + 1 });
    if (typeof value !== 'number') {
      const received = describeValue(value);
      throw new ArgumentError({ where: 'RunningTrial.report', argument: 'value', expected: 'be a number', received });
    }
    this.#lastStep = step;
    this.#isPruned ||= await this.#report({ step, value });
    return this.#isPruned;
  }

  constrain(constraints: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(constraints)) {
      if (typeof value === 'number' && !Number.isNaN(value)) continue;
      const received = describeValue(value);
      throw new ArgumentError({ where: 'RunningTrial.constrain', argument: name, expected: 'be a number', received });
    }
    this.#constraints = { ...this.#constraints, ...constraints };
  }

  note(attributes: Readonly<Record<string, Json>>): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }
}
