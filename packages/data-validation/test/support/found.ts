import { expect } from 'vitest';
import { type ExaminedData, type ExamineOptions, examine, type Finding } from '../../src/index.js';

/** The only kind that is found, by one or several findings; the first of them. */
export async function onlyFound(
  kind: string,
  train: ExaminedData,
  { test, ...options }: ExamineOptions & { readonly test?: ExaminedData } = {},
): Promise<Finding> {
  const { findings } = await examine(train, test, options);
  expect([...new Set(findings.map((one) => one.kind))]).toEqual([kind]);
  return findings[0]!;
}
