import { fixture } from '@neurite/testing';
import type { SafetensorsContent, SafetensorsDtype } from '../src/index.js';

type Case = {
  readonly name: string;
  readonly file: string;
  readonly metadata: Record<string, string>;
  readonly tensors: Record<string, { dtype: SafetensorsDtype; shape: number[]; data: (number | string)[] }>;
};

/** The files that the reference library wrote, with the numbers it wrote into them. */
export const cases: readonly Case[] = ['safetensors', 'small-floats'].flatMap(
  (file) => fixture<{ cases: Case[] }>(`formats/${file}`).cases,
);

export function bytesOf({ file }: Case): Uint8Array {
  return new Uint8Array(Buffer.from(file, 'base64'));
}

/** Numbers as comparable text: 64-bit integers are bigints here and text there, and −0 must not pass for 0. */
export function spell(value: number | bigint | string): string {
  if (typeof value === 'string') return { inf: 'Infinity', '-inf': '-Infinity', '-0.0': '-0' }[value] ?? value;
  return Object.is(value, -0) ? '-0' : String(value);
}

export function spellContent({ tensors, metadata }: SafetensorsContent): unknown {
  const spelled = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    return [name, { dtype, shape, data: Array.from(data as ArrayLike<number | bigint>, spell) }];
  });
  return { tensors: Object.fromEntries(spelled), metadata };
}
