import './lib/node-version.mjs';
import { ProgramError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/**
 *     npm test                              every check but those that run only on request
 *     npm run check -- lint architecture    some checks, by name; an unknown name lists all
 */

await setUp();
// After the set-up, which installs what the checks import.
const { checks } = await import('./checks/index.mjs');

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => checks.every((check) => check.name !== name));
if (unknown.length > 0) {
  console.error(`There is no check named ${unknown.join(', ')}. There are:`);
  for (const { name, title, onRequest = false } of checks)
    console.error(`  ${name.padEnd(14)}${title}${onRequest ? ' (only on request)' : ''}`);
  process.exit(2);
}

/** @type {string[]} */
const lines = [];
/** @type {string[]} */
const broken = [];
/** @type {string[]} */
const skipped = [];
/** @type {string[]} */
const flaky = [];
const total = { passed: 0, failed: 0 };

const chosen = checks.filter(({ name, onRequest }) => (wanted.length > 0 ? wanted.includes(name) : onRequest !== true));
for (const group of groupsOf(chosen)) {
  const waiting = group.entries();
  const lane = async () => {
    for (const [i, check] of waiting) lines[chosen.indexOf(group[0] ?? check) + i] = await runCheck(check);
  };
  await Promise.all([lane(), lane()]);
}

console.log(`\n${lines.join('\n')}`);
for (const [word, tests] of Object.entries({ flaky, skipped, failed: broken }))
  if (tests.length > 0) console.log(`\n${word}:\n${tests.map((line) => `  ${line}`).join('\n')}`);
const flakes = flaky.length > 0 ? `, ${flaky.length} flaky` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${flakes}, ${skipped.length} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/**
 * Checks that keep one core busy run two at a time, those that use every core alone.
 *
 * @param {readonly import('./lib/check.mjs').Check[]} all
 */
function groupsOf(all) {
  /** @type {import('./lib/check.mjs').Check[][]} */
  const groups = [];
  for (const check of all) {
    const last = groups.at(-1);
    if (last === undefined || check.alone === true || last[0]?.alone === true) groups.push([check]);
    else last.push(check);
  }
  return groups;
}

/**
 * @param {import('./lib/check.mjs').Check} check
 * @returns {Promise<string>} its line of the summary
 */
async function runCheck(check) {
  console.log(`${check.name}: ${check.title} …`);
  const started = performance.now();
  const outcome = await outcomeOf(check);
  const failed = outcome.failed ?? (outcome.failures.length > 0 ? 1 : 0);
  const passed = outcome.passed ?? (outcome.failures.length > 0 ? 0 : 1);
  for (const failure of outcome.failures) console.error(`\n${check.name}: ${failure}\n`);

  total.passed += passed;
  total.failed += failed;
  broken.push(...(outcome.broken ?? []));
  skipped.push(...(outcome.skipped ?? []));
  flaky.push(...(outcome.flaky ?? []));
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const counts = outcome.passed === undefined ? '' : `${passed} passed, ${failed} failed`;
  const words = [counts, outcome.note].filter(Boolean).join(', ');
  const mark = failed > 0 ? 'FAILED' : 'ok    ';
  return `  ${mark}  ${check.name.padEnd(14)}${seconds.padStart(8)}  ${words}`.trimEnd();
}

/**
 * @param {import('./lib/check.mjs').Check} check
 * @returns {Promise<import('./lib/check.mjs').Outcome>}
 */
async function outcomeOf(check) {
  try {
    return await check.run();
  } catch (error) {
    if (error instanceof ProgramError) return { failures: [`${error.output.trim()}\n${error.message}`] };
    return { failures: [error instanceof Error ? String(error.stack) : String(error)] };
  }
}
