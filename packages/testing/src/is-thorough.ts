/** Whether the check `properties` runs: then nothing is sampled that takes a fraction in `npm test`. */
export const isThorough: boolean = globalThis.process?.env.NEURITE_PROPERTY_RUNS !== undefined; // no process in a page
