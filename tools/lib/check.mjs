/**
 * @typedef {{
 *   failures: readonly string[], passed?: number, failed?: number, skipped?: readonly string[], note?: string,
 * }} Outcome what a check found: a text for each thing that is wrong. It counts as one, unless it brings its own
 *   counts; `skipped` names what was left out with the reason, `note` is a few words for the summary
 * @typedef {{ name: string, title: string, run: () => Promise<Outcome> }} Check
 */

import { attempt } from './run.mjs';

/**
 * A check that is one program's verdict: its output is shown when it ends with another exit code than 0.
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
