/**
 * What a network between processes costs: a message of n bytes takes `latency + n / bandwidth`, and one that is too large to be
 * sent unasked `handshake + n / bandwidth`.
 *
 * @see Hockney, "The communication challenge for MPP", Parallel Computing 20 (1994)
 */
export type Network = {
  /** Of a small message, in seconds. */
  readonly latency: number;
  /** The same of a large one, for which MPI asks the receiver first: some three times as long. */
  readonly handshake: number;
  /** In bytes per second and direction. */
  readonly bandwidth: number;
};

/** Bytes of the largest message that is sent unasked: that of Open MPI over TCP. */
export const LARGEST_UNASKED: number = 65_536;

/** A step of training in one of several processes. */
export type Step = {
  /** Seconds of the step without any communication. */
  readonly compute: number;
  /** Seconds of these in which gradients become final, at an even rate; the step waits for what is sent later. */
  readonly backward: number;
  /** Bytes of all gradients. */
  readonly bytes: number;
  /** Bytes of a piece that is sent as soon as it is complete. */
  readonly bucketBytes: number;
  /** How often the step waits for a few bytes of all processes. */
  readonly gathers: number;
};

/**
 * Seconds in which so many processes add up arrays of so many bytes, by the fastest of two algorithms: recursive doubling, whose
 * log₂ p rounds send everything; or a reduce-scatter by halving and an allgather by doubling, whose 2 log₂ p rounds send
 * 2 (p − 1) / p of it. A ring sends as much as the latter in 2 (p − 1) rounds: it is never faster here, since the model knows no
 * links that several share.
 *
 * @see Thakur, Rabenseifner and Gropp, "Optimization of collective communication operations in MPICH", IJHPCA 19 (2005)
 */
export function allReduceSeconds(bytes: number, ranks: number, network: Network): number {
  const rounds = Math.ceil(Math.log2(ranks));
  const doubling = rounds * messageSeconds(bytes, network);
  // The first round of the one, and the last of the other, is half of it, and so on.
  let halving = 0;
  for (let round = 1; round <= rounds; round++) halving += 2 * messageSeconds(bytes / 2 ** round, network);
  return Math.min(doubling, halving);
}

function messageSeconds(bytes: number, { latency, handshake, bandwidth }: Network): number {
  return (bytes > LARGEST_UNASKED ? handshake : latency) + bytes / bandwidth;
}

/** Seconds in which every process gets a few bytes of every other, by doubling. */
function gatherSeconds(ranks: number, { latency }: Network): number {
  return Math.ceil(Math.log2(ranks)) * latency;
}

/** Seconds of a step of so many processes, each with as many rows as one alone. */
export function stepSeconds(step: Step, ranks: number, network: Network): number {
  const { compute, backward, bytes, bucketBytes, gathers } = step;
  const pieces = Math.max(1, Math.ceil(bytes / bucketBytes));
  // What is one piece follows the pass; of several, the last is complete when the pass ends.
  const passEnds = pieces === 1 ? 0 : backward;
  let done = 0;
  for (let i = 1; i <= pieces; i++) {
    done = Math.max(done, (passEnds * i) / pieces) + allReduceSeconds(bytes / pieces, ranks, network);
  }
  return compute + (done - passEnds) + gathers * gatherSeconds(ranks, network);
}

/** Which part of its time each of so many processes computes, where each has as many rows as one alone. */
export function efficiency(step: Step, ranks: number, network: Network): number {
  return step.compute / stepSeconds(step, ranks, network);
}
