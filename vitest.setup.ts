import fc from 'fast-check';

// fast-check draws from the clock by default. The tests draw the same values each time, so that a run depends on the
// sources alone; `npm run check -- properties` looks for what these values do not find.
const runs = process.env.NEURITE_PROPERTY_RUNS;
fc.configureGlobal(runs === undefined ? { seed: 1 } : { numRuns: Number(runs) });
