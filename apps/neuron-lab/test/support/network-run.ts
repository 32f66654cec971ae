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
  const post = port1.postMessage.bind(port1);
  let [taken, wanted] = [0, 0];
  let seen: Parameters<typeof post> | undefined;
  /** Images take most of the time: until the steps are taken, the one before them counts as unseen. */
  const follow = (): void => {
    if (seen === undefined || taken < wanted) return;
    post(...seen);
    seen = undefined;
  };
  const worker = Object.assign(port1, {
    terminate: () => port1.close(),
    postMessage: (...sent: Parameters<typeof post>) => {
      if ((sent[0] as { type: string }).type !== 'seen')
        post(...sent); // as every message to a worker has it
      else {
        seen = sent;
        follow();
      }
    },
  }) as unknown as Worker; // what is used of one
  let last: Snapshot | undefined;
  const training = trainInWorker<NetworkEnd | undefined, Snapshot>(worker, {
    input: { config, weights } satisfies NetworkInput,
    prefer: 'wasm',
    paused: true,
    onStep: ({ step }) => {
      taken = step;
      follow();
    },
    onPicture: (image) => {
      last = image;
    },
  });
  return {
    training,
    advance: async (steps) => {
      wanted = taken + steps;
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
