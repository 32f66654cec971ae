import { efficiency, type Network, type Step } from './cost-model.js';

/** What `mpi` sends at once. */
const BUCKET = 25e6;
/** Of a step without communication, that of gradients: a pass back takes twice as long as one forward. */
const BACKWARD = 2 / 3;
/** For reports, and for whether to stop; the first goes beside the gradients. */
const GATHERS = 1;

export type Assumed = { readonly name: string; readonly step: Step };

/** @param parameters in float32; @param compute seconds of a step without communication */
function assumed(name: string, parameters: number, compute: number): Assumed {
  const step = { compute, backward: BACKWARD * compute, bytes: 4 * parameters, bucketBytes: BUCKET, gathers: GATHERS };
  return { name, step };
}

/** Networks, and how long a step of each is assumed to take in one process. */
const assumedSteps: readonly Assumed[] = [
  assumed('digits: 74 thousand parameters, 30 ms', 74e3, 0.03),
  assumed('25 million parameters, 200 ms', 25e6, 0.2),
  assumed('1.3 billion parameters, 5 s', 1.3e9, 5),
];

/** Those that clusters have: latency and bandwidth as MPI reaches them. */
export const assumedNetworks: readonly { readonly name: string; readonly network: Network }[] = [
  { name: '25 Gbit/s, 20 µs', network: { latency: 20e-6, handshake: 60e-6, bandwidth: 25e9 / 8 } },
  { name: '100 Gbit/s, 3 µs', network: { latency: 3e-6, handshake: 9e-6, bandwidth: 100e9 / 8 } },
];

/**
 * ResNet-101 on GPUs of 2017: 64 images in a step, some 135 of them in a second; pieces of 64 MB.
 *
 * @see Sergeev and Del Balso, "Horovod: fast and easy distributed deep learning in TensorFlow", arXiv:1802.05799 (2018): 90 %
 *   of linear on 512 GPUs in 128 machines with 25 Gbit/s
 */
export const resnet101: Step = {
  compute: 64 / 135,
  backward: (BACKWARD * 64) / 135,
  bytes: 4 * 44.5e6,
  bucketBytes: 64e6,
  gathers: 0,
};

export const RANKS = [8, 64, 512, 1024] as const;

/** Rows of a table: a network of neurons, a network between machines, and the efficiency for each number of ranks. */
export function predictedRows(): readonly (readonly string[])[] {
  return assumedSteps.flatMap(({ name, step }) =>
    assumedNetworks.map(({ name: link, network }) => [
      name,
      link,
      ...RANKS.map((ranks) => `${(100 * efficiency(step, ranks, network)).toFixed(0)} %`),
    ]),
  );
}
