import { createStudy, float, optimize } from '@neurite/tuning';
import { journal } from '@neurite/tuning/journal';

const [, , path, trials] = process.argv;
const study = await createStudy({ x: float(0, 1) }, { log: journal(path) });
// A process that hangs keeps its trial until it is killed.
const hang = () => new Promise(() => setInterval(() => {}, 1000));
await optimize(study, trials === 'hang' ? hang : ({ values }) => values.x, {
  trials: trials === 'hang' ? 1 : Number(trials),
});
await study.close();
