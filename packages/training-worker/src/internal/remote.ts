import type { Callback, Run } from '@neurite/core';
import { errorMessage } from './error-message.js';
import type { FromTraining, ToTraining } from './worker-messages.js';

/** Sends a message to the page. */
export type Send = (message: FromTraining) => void;

type Question = { readonly id: number; readonly question: unknown };

/** The shortest time between two reports, and between two pictures, in milliseconds: a frame of a screen. */
const FRAME = 16;

/** Training as the page sees and controls it. */
export class Remote {
  /** Makes the page's pictures; undefined for none. */
  picture: ((run: Run) => unknown) | undefined;
  /** Answers the page's questions. */
  answer: ((question: unknown, run: Run) => unknown) | undefined;

  readonly callback: Callback = {
    name: 'trainInWorker',
    trainBegin: (run) => this.#attend(run),
    stepEnd: (run, { loss }) => {
      this.#losses.push(loss);
      this.#left--;
      this.#changed = true;
      if (performance.now() - this.#reported >= FRAME) this.#report(run);
    },
    // Not in `stepEnd`: while training is paused here, checkpoints already hold this step.
    checkpoint: (run, point) => (point === 'step' ? this.#attend(run) : undefined),
    epochEnd: (run, record) => {
      if (this.#losses.length > 0) this.#report(run);
      this.#send({ type: 'epoch', record });
    },
    trainEnd: (run) => {
      if (this.#losses.length > 0) this.#report(run);
      return run.error === undefined && this.#takesPictures && this.#changed ? this.#show(run) : undefined;
    },
  };
  readonly #send: Send;
  readonly #takesPictures: boolean;
  /** Steps that may be taken before training pauses. */
  #left: number;
  #stopped: string | undefined;
  #questions: Question[] = [];
  /** Requests that wait for training to pause. */
  #waiting: number[] = [];
  #losses: number[] = [];
  #reported = Number.NEGATIVE_INFINITY;
  /** Whether the run has changed since the last picture, and whether the page has yet to draw that picture. */
  #changed = true;
  #unseen = false;
  #shown = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => {};

  constructor(send: Send, { paused, pictures }: { readonly paused: boolean; readonly pictures: boolean }) {
    this.#send = send;
    this.#takesPictures = pictures;
    this.#left = paused ? 0 : Number.POSITIVE_INFINITY;
  }

  obey(message: ToTraining): void {
    switch (message.type) {
      case 'pause':
        this.#left = 0;
        break;
      case 'resume':
        this.#left = Number.POSITIVE_INFINITY;
        break;
      case 'steps':
        this.#left = (Number.isFinite(this.#left) ? this.#left : 0) + message.count;
        this.#waiting.push(message.id);
        break;
      case 'stop':
        this.#stopped ??= message.reason;
        break;
      case 'ask':
        this.#questions.push(message);
        break;
      case 'seen':
        this.#unseen = false;
        break;
    }
    this.#wake();
  }

  /** Awaits nothing while the page wants nothing. */
  #attend(run: Run): void | Promise<void> {
    const free = this.#left > 0 && this.#questions.length === 0 && this.#stopped === undefined;
    if (!free || this.#pictureIsDue()) return this.#serve(run);
  }

  async #serve(run: Run): Promise<void> {
    while (this.#stopped === undefined) {
      const question = this.#questions.shift();
      if (question !== undefined) await this.#reply(question, run);
      else if (this.#pictureIsDue()) await this.#show(run);
      else if (this.#left > 0) return;
      else await this.#hold(run);
    }
    run.stop(this.#stopped);
  }

  async #hold(run: Run): Promise<void> {
    if (this.#losses.length > 0) this.#report(run);
    const complete = !this.#changed || !this.#showsPictures();
    if (complete) for (const id of this.#waiting.splice(0)) this.#send({ type: 'answer', id, answer: undefined });
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #reply({ id, question }: Question, run: Run): Promise<void> {
    try {
      const answer = await this.answer?.(question, run);
      this.#send({ type: 'answer', id, answer });
    } catch (error) {
      this.#send({ type: 'refused', id, ...errorMessage(error) });
    }
    this.#changed = true;
  }

  #showsPictures(): boolean {
    return this.#takesPictures && this.picture !== undefined;
  }

  #pictureIsDue(): boolean {
    if (!this.#showsPictures() || !this.#changed || this.#unseen) return false;
    return this.#left <= 0 || performance.now() - this.#shown >= FRAME;
  }

  async #show(run: Run): Promise<void> {
    if (this.picture === undefined) return;
    const picture = await this.picture(run);
    // Only now: if the device is lost meanwhile, the picture is lost with it.
    this.#changed = false;
    this.#unseen = true;
    this.#shown = performance.now();
    this.#send({ type: 'picture', picture });
  }

  #report(run: Run): void {
    const { step, epoch, batch, stepsPerEpoch, loss, metrics } = run;
    this.#send({ type: 'step', step, epoch, batch, stepsPerEpoch, loss, metrics, losses: this.#losses });
    this.#losses = [];
    this.#reported = performance.now();
  }
}
