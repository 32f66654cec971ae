import { load } from '../lib/load.mjs';

const SEEDS = 5;
/** Whole trials of random search, each of so many epochs. */
const TRIALS = 40;
const EPOCHS = 9;
/** Trials are compared after so many epochs, then after three times as many. */
const FIRST = 2;
/** Of the 10,000 digits. */
const FRACTIONS = { train: 0.08, validation: 0.08, rest: 0.84 };
/** The steps that the default sampler with successive halving may take, in terms of those of random search. */
const SHARE = 0.3;

/** @type {import('../lib/check.mjs').Check} */
export const tunedDigits = {
  name: 'tuned-digits',
  alone: true,
  title: `Compares the default sampler with ASHA on the digits network, in ${100 * SHARE} % of the steps, with random search`,
  onRequest: true,
  run: async () => {
    const { createStudy, optimize, randomSampler, successiveHalvingPruner, tpeSampler } = await load(
      'packages/tuning/dist/index.js',
    );
    const { digitSpace } = await load('apps/digits/dist/tune/space.js');
    const { trainTrial } = await load('apps/digits/dist/tune/train-trial.js');
    const { split } = await load('packages/data/dist/index.js');
    const { mnist } = await load('packages/data/dist/mnist.js');
    const { labelOf } = await load('packages/digits-model/dist/recipe.js');
    const { useWasm } = await load('packages/backend-wasm/dist/index.js');
    await useWasm({ threads: 1 });

    /**
     * @param {number} seed
     * @param {{ sampler: object, pruner?: object, most: number, trials?: number }} options `most`: the steps that it may take; `trials`: the trials
     * @returns {Promise<{ best: number, steps: number, found: [number, number][] }>} `found`: each better result, and after
     *   how many steps it was there
     */
    const search = async (seed, { sampler, pruner, most, trials }) => {
      const parts = await split(await mnist(), FRACTIONS, { seed, stratify: labelOf });
      const study = await createStudy(digitSpace, { objectives: 'maximize', sampler, pruner, seed });
      let steps = 0;
      /** @type {[number, number][]} */
      const found = [];
      const over = new AbortController();
      const count = () => {
        steps++;
        if (steps >= most) over.abort(new Error('no steps are left'));
      };
      await optimize(
        study,
        (/** @type {object} */ trial) =>
          trainTrial(trial, {
            ...parts,
            epochs: EPOCHS,
            data: 'mnist',
            callbacks: [{ name: 'count', stepEnd: count }],
          }),
        {
          trials,
          signal: over.signal,
          onTrial: () => {
            const best = study.best?.result ?? 0;
            if (best > (found.at(-1)?.[0] ?? 0)) found.push([best, steps]);
          },
        },
      );
      return { best: study.best?.result ?? 0, steps, found };
    };

    const stepsOfTrial = EPOCHS * Math.ceil((FRACTIONS.train * 10_000) / 64);
    const lines = ['| seed | random search | steps | in 30 % of them | reached after |', '|--:|--:|--:|--:|--:|'];
    let [random, tuned] = [0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const chance = await search(seed, { sampler: randomSampler(), most: Number.POSITIVE_INFINITY, trials: TRIALS });
      const pruner = successiveHalvingPruner({ minSteps: FIRST, maxSteps: EPOCHS });
      const own = await search(seed, {
        sampler: tpeSampler(),
        pruner,
        most: Math.floor(SHARE * TRIALS * stepsOfTrial),
      });
      random += chance.best / SEEDS;
      tuned += own.best / SEEDS;
      const reached = own.found.find(([best]) => best >= chance.best)?.[1];
      const share = reached === undefined ? '–' : `${((100 * reached) / (TRIALS * stepsOfTrial)).toFixed(0)} %`;
      const percent = (/** @type {number} */ value) => `${(100 * value).toFixed(2)} %`;
      lines.push(`| ${seed} | ${percent(chance.best)} | ${chance.steps} | ${percent(own.best)} | ${share} |`);
      console.log(lines.at(-1));
    }
    const note = `mean of the best: random search ${(100 * random).toFixed(2)} %, in ${100 * SHARE} % of its steps ${(100 * tuned).toFixed(2)} %`;
    return { failures: tuned >= random ? [] : [`${lines.join('\n')}\n${note}`], note };
  },
};
