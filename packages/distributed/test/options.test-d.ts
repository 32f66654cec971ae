import type { Parallel } from '@neurite/core';
import { type Mpi, mpi } from '../src/index.js';

const processes: Mpi = mpi({ timeout: 60, bucketBytes: 1e6, compression: 'none', zeroRedundancy: true });
const parallel: Parallel = processes; // what `fit` takes
const sum: Promise<Float32Array> = parallel.allReduce(new Float32Array(1));
mpi({ compression: 'float16' });
mpi({ compression: 'bfloat16' });
mpi({ compression: { topK: 0.01 } });
mpi({ averaging: { period: 8 } });
mpi({ averaging: { period: 8, warmupSteps: 100 } });

// @ts-expect-error it is called `float16`
mpi({ compression: 'fp16' });
// @ts-expect-error there is no default for how many are sent
mpi({ compression: {} });
// @ts-expect-error a ratio is a number
mpi({ compression: { topK: '1 %' } });
// @ts-expect-error it is either of 16 bits or sparse
mpi({ compression: { topK: 0.01, dtype: 'float16' } });
// @ts-expect-error `period` is missing
mpi({ averaging: { warmupSteps: 100 } });
// @ts-expect-error how often is a number of steps
mpi({ averaging: 8 });
// @ts-expect-error stage 1 is all there is
mpi({ zeroRedundancy: 2 });
// @ts-expect-error no such option
mpi({ buckets: 4 });
// @ts-expect-error strings are not added up
parallel.allReduce(['a']);
// @ts-expect-error the library is not for users to set
processes.library = 'Open MPI';

export { sum };
