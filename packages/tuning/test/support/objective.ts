import { type FloatDimension, type ServedObjective, serveObjective } from '../../src/index.js';

export const served: ServedObjective = serveObjective<{ readonly x: FloatDimension }>(async (trial) => {
  const { x } = trial.values;
  if (x > 0.9) throw new RangeError(`${x} is too much`);
  if (x > 0.85) process.exit(3);
  trial.constrain({ tooSmall: 0.05 - x });
  trial.note({ half: x / 2 });
  for (let step = 1; step <= 3; step++) if (await trial.report(step, x / step)) break;
  return x;
});
