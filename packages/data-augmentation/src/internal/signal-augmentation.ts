import {
  ArgumentError,
  type Augmentation,
  checkNumber,
  type FieldsByKind,
  formatShape,
  type HostArray,
  hostLike,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { type Chance, happens } from './image-augmentation.js';

export type { Chance } from './image-augmentation.js';

/** An augmentation of signals, which keeps labels. A draw of null changes nothing. */
export type SignalAugmentation<Params> = Augmentation<Params | null> &
  Required<Pick<Augmentation<Params | null>, 'signal'>>;

/** A signal [time] or [time, channels] whose channels stand side by side. */
export type Signal = { readonly data: Float32Array; readonly time: number; readonly channels: number };

/** The draw and the change of signals; chance, checks, and the kinds that stay are added. */
export function signalAugmentation<Params>({
  name,
  probability,
  draw,
  signal: change,
}: {
  readonly name: string;
  /** @param channels of the signal that has most of them */
  readonly draw: (random: RandomStream, channels: number) => Params;
  /** @param to as long as the signal */
  readonly signal: (from: Signal, to: Float32Array, params: Params) => void;
} & Required<Chance>): SignalAugmentation<Params> {
  checkNumber(name, 'probability', probability, { atLeast: 0, atMost: 1 });
  return {
    name,
    keeps: ['label'],
    draw: (random, fields) => (happens(random, probability) ? draw(random, mostChannels(name, fields)) : null),
    signal: (signal, params) => {
      const from = signalOf(name, signal);
      if (params === null) return signal;
      const result = hostLike(signal);
      change(from, result.data, params);
      return result;
    },
  };
}

/** @throws ArgumentError when a draw was made for fewer channels than a signal has */
export function checkDrawn(where: string, { length }: readonly unknown[], { channels }: Signal): void {
  if (length >= channels) return;
  const expected = `have been drawn for ${channels} channels`;
  throw new ArgumentError({ where, argument: 'params', expected, received: `a draw for ${length}` });
}

function mostChannels(where: string, { signal = [] }: FieldsByKind): number {
  return signal.reduce((most, one) => Math.max(most, signalOf(where, one).channels), 1);
}

function signalOf(where: string, { data, shape }: HostArray<'float32'>): Signal {
  const [time, channels = 1] = shape;
  if (time !== undefined && shape.length <= 2) return { data, time, channels };
  const expected = 'have shape [time] or [time, channels]';
  throw new ShapeError({ where, argument: 'signal', expected, received: formatShape(shape) });
}
