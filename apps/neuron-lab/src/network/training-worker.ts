import { turnOnEngine } from '../engine.js';
import type { FromWorker, Pace, ToWorker } from './messages.js';
import { canRetune, type NetworkConfig } from './network-config.js';
import { savedConfig, TrainingSession } from './session.js';
import { buffersOf } from './snapshot.js';

let session: TrainingSession | undefined;
let config: NetworkConfig | undefined;
let pace: Pace | undefined;
/** The page has not drawn the last snapshot yet. */
let unseen = false;
/** Messages and training take turns; nothing of them overlaps. */
let work: Promise<void> = Promise.resolve();

const CALM_PAUSE = 120;

addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.type === 'seen') unseen = false;
  else queue(() => obey(message));
});
queue(async () => say({ type: 'engine', text: await turnOnEngine() }));
void keepTraining();

function say(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

function queue(task: () => Promise<void>): void {
  work = work.then(task).catch((error: unknown) => {
    pace = undefined;
    say({ type: 'problem', text: error instanceof Error ? error.message : String(error) });
  });
}

async function obey(message: Exclude<ToWorker, { type: 'seen' }>): Promise<void> {
  switch (message.type) {
    case 'begin':
      session?.dispose();
      session = undefined;
      config = message.config;
      session = new TrainingSession(config);
      await replay(session, message.steps);
      break;
    case 'play':
      pace = message.pace;
      break;
    case 'pause':
      pace = undefined;
      await show();
      break;
    case 'steps':
      await session?.train(message.count);
      await show();
      break;
    case 'retune':
      config = message.config;
      session?.retune(config);
      break;
    case 'weight':
      await session?.setWeight(message.place, message.value);
      await show();
      break;
    case 'save':
      if (session !== undefined) {
        const bytes = await session.save();
        say({ type: 'saved', bytes }, [bytes.buffer]);
      }
      break;
    case 'load':
      await load(message.bytes);
      break;
  }
}

/** Takes all steps, and shows some of the way, so that the page has its curves. */
async function replay(run: TrainingSession, steps: number): Promise<void> {
  const stride = Math.max(run.stepsPerEpoch, Math.ceil(steps / 40));
  await show();
  while (run.steps < steps) {
    await run.train(Math.min(stride, steps - run.steps));
    await show();
  }
}

async function load(bytes: Uint8Array): Promise<void> {
  const saved = savedConfig(bytes);
  if (saved !== undefined && config !== undefined && !canRetune(config, saved)) {
    say({ type: 'other-network', config: saved, bytes });
    return;
  }
  await session?.load(bytes);
  await show();
}

async function show(): Promise<void> {
  if (session === undefined) return;
  const snapshot = await session.snapshot();
  if (snapshot.broken) pace = undefined;
  unseen = true;
  say({ type: 'snapshot', snapshot }, buffersOf(snapshot));
}

async function keepTraining(): Promise<void> {
  for (;;) {
    if (pace !== undefined) queue(trainABit);
    await work;
    // Messages come in only between two turns of the event loop.
    await new Promise((resolve) => setTimeout(resolve, pace === 'calm' ? CALM_PAUSE : pace === undefined ? 20 : 0));
  }
}

async function trainABit(): Promise<void> {
  if (pace === undefined || session === undefined) return;
  // At these paces each picture is drawn before training goes on.
  if (unseen && pace !== 'fast') return;
  await session.train(pace === 'calm' ? 1 : session.stepsPerEpoch);
  if (!unseen) await show();
}
