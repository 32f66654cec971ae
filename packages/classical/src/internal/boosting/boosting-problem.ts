import type { RandomStream, Table } from '@neurite/core';
import { takeRows } from '../take-rows.js';
import type { BoostingLoss, BoostingTargets } from './losses.js';
import type { ResolvedStopping } from './resolve-boosting.js';

/** Checked rows, targets as the loss sees them, and weights, undefined where all are 1. */
export type BoostingProblem = {
  readonly x: Table;
  readonly y: BoostingTargets;
  readonly weights: Float64Array | undefined;
  readonly loss: BoostingLoss;
  /** Whether the rows that are held back have the same share of each class. */
  readonly classifies: boolean;
};

/** Leaves rows without weight out, and some for early stopping. */
export function holdBack(
  { x, y, weights, loss, classifies }: BoostingProblem,
  stopping: ResolvedStopping | undefined,
  random: RandomStream,
): { readonly training: BoostingProblem; readonly validation: BoostingProblem | undefined } {
  const all = { x, y, weights, loss, classifies };
  if (stopping === undefined && !weights?.includes(0)) return { training: all, validation: undefined };
  const part = (rows: Uint32Array): BoostingProblem => ({
    ...all,
    x: takeRows(x, rows),
    y: takeTargets(y, rows),
    weights: weights && Float64Array.from(rows, (row) => weights[row]!),
  });
  const drawn = (present: Uint32Array, count: number): Uint32Array => {
    const order = random.permutation(present.length).map((i) => present[i]!);
    // In the order of the classes, each n-th row holds the same share of each class back.
    if (classifies) order.sort((a, b) => y[a]! - y[b]!);
    return Uint32Array.from({ length: count }, (_, i) => order[Math.floor(((i + 0.5) * order.length) / count)]!);
  };
  const present = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => weights?.[row] !== 0);
  if (stopping === undefined) return { training: part(present), validation: undefined };
  const count = Math.min(Math.max(1, Math.round(stopping.validation * present.length)), present.length - 1);
  const rows = stopping.rows === 'last' ? present.subarray(present.length - count) : drawn(present, count);
  const held = new Uint8Array(x.rows);
  for (const row of rows) held[row] = 1;
  return {
    training: part(present.filter((row) => held[row] === 0)),
    validation: part(present.filter((row) => held[row] === 1)),
  };
}

function takeTargets(y: BoostingTargets, rows: Uint32Array): BoostingTargets {
  const own = y instanceof Int32Array ? new Int32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) own[i] = y[rows[i]!]!;
  return own;
}
