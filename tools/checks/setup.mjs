import { deepStrictEqual, notStrictEqual, strictEqual } from 'node:assert';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildState, filesBelow, hashOf } from '../lib/build-stamp.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { planInstall } from '../setup.mjs';

const train = ['{./apps/digits}...'];
const web = ['{./apps/digits-web}...'];
const mpi = ['{./packages/distributed}...'];
/** A clone after `npm start`, after `npm run digits:web`, and after `npm test`. */
const lean = { hash: 'a', filters: train, production: true };
const some = { hash: 'a', filters: web };
const whole = { hash: 'a', filters: [] };
const state = { before: undefined, hash: 'a', filters: train, production: true, hasPnpm: false };

/** @type {readonly [string, Parameters<typeof planInstall>[0], ReturnType<typeof planInstall>][]} */
const cases = [
  ['a new clone trains: only what training needs', state, { wanted: train, lean: true }],
  [
    'and then tests: everything',
    { ...state, before: lean, filters: [], production: false },
    { wanted: [], lean: false },
  ],
  ['trains again: nothing', { ...state, before: lean }, undefined],
  [
    'trains as several processes: what calls MPI, too',
    { ...state, before: lean, filters: [...train, ...mpi] },
    { wanted: [...train, ...mpi], lean: true },
  ],
  [
    'opens a page after training: both, for development',
    { ...state, before: lean, filters: web, production: false },
    { wanted: [...train, ...web], lean: false },
  ],
  [
    'trains after a page was opened: what is there stays',
    { ...state, before: some },
    { wanted: [...web, ...train], lean: false },
  ],
  ['trains after a test: nothing', { ...state, before: whole, hasPnpm: true }, undefined],
  [
    'trains with other dependencies after a test: everything',
    { ...state, before: whole, hash: 'b', hasPnpm: true },
    { wanted: [], lean: false },
  ],
  ['trains where somebody installed by hand: pnpm stays', { ...state, hasPnpm: true }, { wanted: train, lean: false }],
  [
    'trains with other dependencies: only what training needs',
    { ...state, before: lean, hash: 'b' },
    { wanted: train, lean: true },
  ],
  ['trains when its pnpm is gone: again', { ...state, before: lean, hash: undefined }, { wanted: train, lean: true }],
];

/** A package whose files are changed in every way that a build has to see. */
const lookAgain = () =>
  inTemporaryFolder('build-state', async (folder) => {
    const file = join(folder, 'src', 'index.ts');
    for (const name of ['src', 'test']) mkdirSync(join(folder, name));
    writeFileSync(file, 'one');
    utimesSync(file, 1, 1);
    const state = () => hashOf(filesBelow(folder, ['test']));
    const first = state();
    writeFileSync(join(folder, 'test', 'index.test.ts'), 'one');
    strictEqual(state(), first, 'a test is built');
    writeFileSync(file, 'two');
    utimesSync(file, 1, 1);
    const second = state();
    notStrictEqual(second, first, 'another text of the same size and time is not seen');
    writeFileSync(join(folder, 'src', 'more.ts'), '');
    const third = state();
    notStrictEqual(third, second, 'a new file is not seen');
    rmSync(file);
    notStrictEqual(state(), third, 'a file that is gone is not seen');
    notStrictEqual(buildState(['{./packages/core}...']), undefined, 'packages/core has no state');
    strictEqual(buildState(['{./packages/none}...']), undefined, 'packages/none has a state');
    strictEqual(buildState([]), undefined, 'no package has a state');
  });

/**
 * What the set-up installs, decided without installing.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const setup = {
  name: 'setup',
  title: 'The set-up installs and builds what a command needs, and removes nothing that is there',
  run: async () => {
    const failures = cases.flatMap(([name, given, expected]) => {
      try {
        deepStrictEqual(planInstall(given), expected);
        return [];
      } catch (error) {
        return [`${name}: ${/** @type {Error} */ (error).message}`];
      }
    });
    try {
      await lookAgain();
    } catch (error) {
      failures.push(`whether to build: ${/** @type {Error} */ (error).message}`);
    }
    return { failures, note: `${cases.length + 1} cases` };
  },
};
