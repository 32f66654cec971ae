import type { RunInfo } from '../messages.js';
import { Series } from './series.js';

/** Where a line stands in the file, to be read again when it is asked for: histograms, images and tables stay on the disk. */
export type Line = { readonly at: number; readonly length: number };

/** What of a line's fields is looked at; nothing is believed that was not checked. */
type Event = Readonly<Record<string, unknown>>;

/** What the lines of a run say. */
export class RunRecord {
  readonly scalars: Map<string, Series> = new Map();
  readonly histograms: Map<string, Map<number, Line>> = new Map();
  readonly images: Map<string, Map<number, Line>> = new Map();
  readonly tables: Map<string, Map<number, Line>> = new Map();
  readonly #texts = new Map<string, string>();
  readonly #name: string;
  #hyperparameters: Readonly<Record<string, unknown>> = {};
  #end: string | undefined;
  #began: number | undefined;
  #step = 0;
  #epoch = 0;
  #time = 0;
  /** Lines that are not what they should be. */
  #unreadable = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** @param text of a line, without its end */
  add(text: string, line: Line): void {
    const event = parse(text);
    if (event === undefined) {
      this.#unreadable++;
      return;
    }
    const time = numberOf(event.time) ?? this.#time;
    this.#began ??= time;
    this.#time = time;
    this.#step = numberOf(event.step) ?? this.#step;
    this.#epoch = numberOf(event.epoch) ?? this.#epoch;
    // What follows an end was gone on with.
    this.#end = undefined;
    const name = String(event.name ?? '');
    switch (event.type) {
      case 'run':
        this.#hyperparameters = recordOf(event.hyperparameters);
        break;
      case 'scalars':
        for (const [key, value] of Object.entries(recordOf(event.values))) this.#scalar(key, Number(value));
        break;
      case 'histogram':
        place(this.histograms, name).set(this.#step, line);
        break;
      case 'image':
        place(this.images, name).set(this.#step, line);
        break;
      case 'table':
        place(this.tables, name).set(this.#step, line);
        break;
      case 'text':
        this.#texts.set(name, String(event.text));
        break;
      case 'end':
        this.#end = [event.reason, event.error].filter((part) => part !== undefined).join(': ');
        break;
    }
  }

  info(): RunInfo {
    const counts = [...this.scalars].map(([name, { length }]) => [name, length] as const);
    const steps = (lines: ReadonlyMap<string, ReadonlyMap<number, Line>>) =>
      Object.fromEntries([...lines].map(([name, byStep]) => [name, [...byStep.keys()]]));
    return {
      name: this.#name,
      state: this.#end === undefined ? 'running' : 'ended',
      ...(this.#end === undefined ? {} : { reason: this.#end }),
      step: this.#step,
      epoch: this.#epoch,
      time: this.#time,
      seconds: this.#time - (this.#began ?? this.#time),
      hyperparameters: this.#hyperparameters,
      scalars: Object.fromEntries(counts),
      histograms: steps(this.histograms),
      images: steps(this.images),
      tables: steps(this.tables),
      texts: Object.fromEntries(this.#texts),
      ...(this.#unreadable === 0 ? {} : { problem: `${this.#unreadable} lines of its file could not be read` }),
    };
  }

  #scalar(name: string, value: number): void {
    let series = this.scalars.get(name);
    if (series === undefined) {
      series = new Series();
      this.scalars.set(name, series);
    }
    series.append(this.#step, this.#time - this.#began!, value);
  }
}

function parse(text: string): Event | undefined {
  try {
    const event: unknown = JSON.parse(text);
    return typeof event === 'object' && event !== null ? (event as Event) : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function place(all: Map<string, Map<number, Line>>, name: string): Map<number, Line> {
  const known = all.get(name);
  if (known !== undefined) return known;
  const made = new Map<number, Line>();
  all.set(name, made);
  return made;
}
