import { existsSync, readFileSync } from 'node:fs';

/**
 * What vitest's JSON reporter writes; `meta` is filled by vitest.config.ts.
 *
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, success: boolean,
 *   testResults: {
 *     name: string, status: string, message: string,
 *     assertionResults: {
 *       fullName: string, status: string, failureMessages?: string[], meta?: { reason?: string, flaky?: boolean },
 *     }[],
 *   }[],
 * }} VitestReport
 */

/**
 * @param {string} file
 * @returns {VitestReport | undefined} undefined while it is missing or incomplete
 */
export function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
