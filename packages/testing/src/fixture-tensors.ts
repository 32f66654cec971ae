import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** What scripts write as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Numbers, those that are not finite by name, and lists and records of these. */
export function fixtureNumbers(json: Json): unknown {
  if (json === 'Infinity' || json === '-Infinity' || json === 'NaN') return Number(json);
  if (Array.isArray(json)) return json.map(fixtureNumbers);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, fixtureNumbers(value as Json)]));
}

/** A tensor of numbers, int32 where they stand behind `int32`, or a record of tensors; undefined of null. */
export function fixtureTensors(json: Json): unknown {
  if (json === null) return undefined;
  if (typeof json !== 'object' || Array.isArray(json)) return tensorOf(json);
  const fields = json as Readonly<Record<string, Json>>; // no list
  if (fields.int32 !== undefined) return tensorOf(fields.int32, 'int32');
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fixtureTensors(value)]));
}

function tensorOf(json: Json, dtype?: 'int32'): Tensor {
  return tensor(fixtureNumbers(json) as number[], undefined, dtype); // of any depth
}
