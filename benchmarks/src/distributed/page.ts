import { loadavg } from 'node:os';
import type { Machine } from '../machine.js';
import { efficiency, stepSeconds } from './cost-model.js';
import { fitNetwork } from './fit-network.js';
import type { Found, StepTime } from './found.js';
import { assumedNetworks, predictedRows, RANKS, resnet101 } from './predictions.js';

/** What was measured over a link, or why nothing was. */
export type OverLink =
  | { readonly name: string; readonly found: Found }
  | { readonly name: string; readonly why: string };

export type Measured = {
  readonly machine: Machine;
  /** Seconds of a step of one process on one core, by rows. */
  readonly alone: ReadonlyMap<number, number>;
  readonly links: readonly OverLink[];
};

/** The step of one bucket, which follows the pass: what the model says of it. */
function predicted({ slowest, gathers, bytes }: StepTime, found: Found): number {
  // One of the gathers goes beside the sum of the gradients.
  const step = { compute: slowest, backward: 0, bytes, bucketBytes: Number.POSITIVE_INFINITY, gathers: gathers - 1 };
  return stepSeconds(step, 2, fitNetwork(found.timings));
}

/** The whole page. */
export function pageOf({ machine, alone, links }: Measured): string {
  const measured = links.filter((link) => 'found' in link);
  const [first] = measured;
  const rows = first!.found.steps.map((step) => step.rows);
  const whole = Math.max(...rows);
  const stepRows = measured.flatMap(({ name, found }) =>
    found.steps.map((step) => {
      const says = predicted(step, found);
      // As many rows as one process in the same time, or twice as many.
      const linear = (alone.get(whole)! * step.rows) / whole / step.seconds;
      return [
        name,
        String(step.rows),
        ms(step.seconds),
        linear.toFixed(2),
        ms(step.without),
        ms(step.slowest),
        ms(says),
        `${signed(says / step.seconds - 1)} %`,
      ];
    }),
  );
  const networks = measured.map(({ found }) => fitNetwork(found.timings));
  const sizes = first!.found.timings.map(({ bytes }) => bytes);
  const horovod = efficiency(resnet101, 512, assumedNetworks[0]!.network);
  return [
    '# How fast processes train together',
    '',
    'Written by `npm run check -- mpi-speed`, which takes some minutes and, for the two slower networks, root on Linux.',
    `${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}, ${first!.found.library!.split(',')[0]}, on ${new Date().toLocaleDateString('en-GB', { dateStyle: 'long' })}. The load of the machine at the end was ${loadavg()[0]!.toFixed(1)}, of which the two processes are 2: where it is more, the times are rough.`,
    '',
    '## A train step of two processes',
    '',
    `The CNN of the benchmarks (1.2 million parameters, 4.8 MB of gradients in one piece, Adam) in \`fit\`: medians of 30 steps. One process on one core takes ${[...alone].map(([size, seconds]) => `${ms(seconds)} ms for ${size} rows`).join(' and ')}; × linear is the work of each of the two relative to that. “Without network” is the step of both at the same time, in which what is sent comes back at once; “the slowest” is the median of the longer one of each pair of these steps, for a step together waits for it. The model adds the network to that.`,
    '',
    ...table(
      ['network', 'rows of each', 'ms', '× linear', 'without network', 'the slowest', 'predicted ms', 'error'],
      stepRows,
    ),
    ...links.flatMap((link) => ('why' in link ? ['', `Not measured: ${link.name}: ${link.why}`] : [])),
    '',
    '## All-reduce by size',
    '',
    'As `fit` calls it, of float32, in milliseconds; below it what the model takes from it.',
    '',
    ...table(
      ['bytes', ...measured.map(({ name }) => name)],
      [
        ...sizes.map((bytes, i) => [
          bytes.toLocaleString('en'),
          ...measured.map(({ found }) => ms(found.timings[i]!.seconds)),
        ]),
        ['latency, ms', ...networks.map(({ latency }) => ms(latency))],
        ['handshake, ms', ...networks.map(({ handshake }) => ms(handshake))],
        ['bandwidth, MB/s', ...networks.map(({ bandwidth }) => (bandwidth / 1e6).toFixed(0))],
      ],
    ),
    '',
    'The slower networks are two network namespaces of Linux, which a pair of virtual devices joins and `tbf` limits; the delay is that of a program between two TUN devices, which holds every packet back.',
    '',
    '## Predicted for many',
    '',
    'The model (`benchmarks/src/distributed/cost-model.ts`): a message takes the latency, or beyond 64 kB the handshake, and its bytes divided by the bandwidth; an all-reduce is recursive doubling or halving and doubling, whichever is faster; gradients go in pieces of 25 MB while the backward pass, two thirds of the step, goes on; and each step waits for one gather. It knows no congestion and no slower process among many, so it is an upper limit. Assumed are the step of one process, and the network. Each process has as many rows as one alone.',
    '',
    ...table(
      ['network of neurons, step of one', 'network of machines', ...RANKS.map((ranks) => `${ranks} ranks`)],
      predictedRows(),
    ),
    '',
    `Horovod's authors published 90 % for ResNet-101 on 512 GPUs with 25 Gbit/s (Sergeev and Del Balso, 2018, arXiv:1802.05799). For that (44.5 million parameters, an assumed step of 64 images at 135 a second, pieces of 64 MB) the model says ${(100 * horovod).toFixed(0)} %.`,
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}

function ms(seconds: number): string {
  const value = 1000 * seconds;
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(0)}`;
}
