/**
 * @typedef {{
 *   failures: readonly string[], passed?: number, failed?: number, note?: string,
 *   broken?: readonly string[], skipped?: readonly string[], flaky?: readonly string[],
 * }} Outcome the result of a check: `failures` has a text for each problem. A check counts as one test unless it has
 *   its own counts; `broken` lists failed tests with their first line, `skipped` skipped ones with their reasons, `flaky`
 *   those that failed and passed when they were tried again, `note` is a short text for the summary
 * @typedef {{
 *   name: string, title: string, onRequest?: boolean, alone?: boolean, run: () => Promise<Outcome>,
 * }} Check `onRequest`: it runs only if it is named, because it takes long; `alone`: it uses every core itself
 */

import { attempt } from './run.mjs';

/**
 * A check by one program: it fails with the program's output when the exit code is not 0.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 * @returns {Promise<Outcome>}
 */
export async function verdict(command, args, options) {
  const { code, output } = await attempt(command, args, options);
  return { failures: code === 0 ? [] : [output.trim() || `${command} ended with exit code ${code}`] };
}
