import { type FloatDimension, serveObjective } from '../../src/index.js';

serveObjective<{ readonly x: FloatDimension }>(async (trial) => {
  const { x } = trial.values;
  if (x > 0.9) throw new RangeError(`${x} is too much`);
  trial.constrain({ tooSmall: 0.05 - x });
  for (let step = 1; step <= 3; step++) if (await trial.report(step, x / step)) break;
  return x;
});
