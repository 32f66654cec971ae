import { expect } from 'vitest';

/** Expects a relative error of at most 1e-10; below the smallest normal number doubles hold fewer digits. */
export function expectClose(received: number, expected: number, message: string): void {
  const error = Math.abs(received - expected) / Math.max(Math.abs(expected), 2.3e-308);
  if (Object.is(received, expected) || received === expected || error <= 1e-10) return;
  expect.fail(`${message}: ${received} instead of ${expected}, a relative error of ${error}`);
}
