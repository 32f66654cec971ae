import { webEngine } from '@neurite/backend-web';
import { serveTraining, trainInWorker, type WorkerTraining } from '@neurite/training-worker';
import type { NetworkConfig } from '../../src/network/network-config.js';
import type { Snapshot } from '../../src/network/snapshot.js';
import {
  type NetworkEnd,
  type NetworkInput,
  type NetworkQuestion,
  trainNetwork,
} from '../../src/network/train-network.js';

/** A run of the laboratory, both ends of it in one thread. */
export type NetworkRun = {
  readonly training: WorkerTraining<NetworkEnd | undefined>;
  /** Takes so many steps, and gives the image after them. */
  advance(steps: number): Promise<Snapshot>;
  ask<Answer>(question: NetworkQuestion): Promise<Answer>;
  /** Ends it; then it holds no tensors. */
  end(): Promise<void>;
};

/** Begins a run; it is held before its first step. */
export function startNetwork(config: NetworkConfig, weights?: Uint8Array): NetworkRun {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  serveTraining(webEngine, trainNetwork, { port: port2 });
  const worker = Object.assign(port1, { terminate: () => port1.close() }) as unknown as Worker; // what is used of one
  let last: Snapshot | undefined;
  const training = trainInWorker<NetworkEnd | undefined, Snapshot>(worker, {
    input: { config, weights } satisfies NetworkInput,
    prefer: 'wasm',
    paused: true,
    onPicture: (image) => {
      last = image;
    },
  });
  return {
    training,
    advance: async (steps) => {
      await training.step(steps);
      return last!; // held, it has shown its image
    },
    ask: (question) => training.ask(question),
    end: async () => {
      training.stop();
      await training.result;
    },
  };
}

/** What a run shows after so many steps. */
export async function after(config: NetworkConfig, steps: number): Promise<Snapshot> {
  const run = startNetwork(config);
  const snapshot = await run.advance(steps);
  await run.end();
  return snapshot;
}
