import { expect } from 'vitest';
import { type ExaminedData, type ExamineOptions, examine, type Finding } from '../../src/index.js';

/** The only kind that is found, but for what comes along with it: the first finding of that kind. */
export async function onlyFound(
  kind: string,
  train: ExaminedData,
  {
    test,
    along = [],
    ...options
  }: ExamineOptions & { readonly test?: ExaminedData; readonly along?: readonly string[] } = {},
): Promise<Finding> {
  const { findings } = await examine(train, test, options);
  const kinds = findings.map((one) => one.kind).filter((one) => !along.includes(one));
  expect([...new Set(kinds)]).toEqual([kind]);
  return findings.find((one) => one.kind === kind)!; // it is among them
}
