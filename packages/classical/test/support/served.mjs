// The script of threads of Node, and imported by the test itself: of the built package, since Node 20 starts a thread
// before it can read TypeScript.
import { kNeighborsClassifier } from '@neurite/classical/k-neighbors-classifier';
import { pipeline } from '@neurite/classical/pipeline';
import { serveEstimator } from '@neurite/classical/serve-estimator';

const prepared = {
  name: 'sizes',
  transform: (rows) => ({ rows: rows.length, columns: 1, data: Float64Array.from(rows, ({ size }) => size) }),
  toJSON: () => null,
};
const inner = pipeline(
  { name: 'sizes', fit: () => prepared, restore: () => prepared },
  kNeighborsClassifier({ neighbors: 2 }),
);

export const estimator = serveEstimator({
  ...inner,
  fit: (rows, y, options) => {
    const { busy } = rows[0];
    // Tells that it has begun, and never ends.
    if (busy !== undefined) for (;;) Atomics.store(busy, 0, 1);
    if (rows.some(({ size }) => size === 'exit')) process.exit(3);
    return inner.fit(rows, y, options);
  },
});
