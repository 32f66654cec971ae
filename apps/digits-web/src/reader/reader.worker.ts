import { useWasm } from '@neurite/backend-wasm';
import type { Call, Calls, FromReader } from './messages.js';
import { type Ink, Reader } from './reader.js';

/**
 * The engine must run before the first weights are created. One image is too little work for several threads, and every
 * layer of the network has its own kernels.
 */
const started = useWasm({ threads: 1, fallback: false }).then((report) => ({
  reader: new Reader(),
  engine: `${report.engine} with ${report.simd} SIMD`,
}));
// Each call says why it does not.
started.catch(() => {});
/** One call after the other: a call must not dispose the weights that another is using. */
let last: Promise<unknown> = Promise.resolve();

globalThis.addEventListener('message', ({ data }: MessageEvent<Call>) => {
  last = last.then(async () => {
    try {
      const answer = await handle(data);
      say({ type: 'answer', id: data.id, answer }, buffersOf(answer));
    } catch (error) {
      say({ type: 'failure', id: data.id, message: error instanceof Error ? error.message : String(error) });
    }
  });
});

async function handle(call: Call): Promise<Calls[keyof Calls]['answer']> {
  const { reader, engine } = await started;
  switch (call.name) {
    case 'start':
      return engine;
    case 'read':
      return reader.read(call.input satisfies Ink);
    case 'load':
      return reader.load(call.input);
    case 'save':
      return reader.save();
    case 'forget':
      return void reader.forget();
    case 'follow':
      call.input.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
        last = last.then(() => {
          try {
            reader.load({ bytes: data, name: 'the training' });
          } catch {
            // Weights of a training that diverges, which says so itself: the network reads with those before them.
            return;
          }
          say({ type: 'changed' });
        });
      };
      return undefined;
  }
}

/** Buffers that are transferred to the page instead of copied. */
function buffersOf(answer: Calls[keyof Calls]['answer']): Transferable[] {
  if (answer instanceof Uint8Array) return [answer.buffer];
  if (typeof answer !== 'object' || !('layers' in answer)) return [];
  return [answer.probabilities, ...answer.layers.map(({ data }) => data)].map(({ buffer }) => buffer as ArrayBuffer);
}

function say(message: FromReader, transfer: Transferable[] = []): void {
  // In a worker the global scope is the port to the page; the types here are those of a page.
  (globalThis as unknown as MessagePort).postMessage(message, transfer);
}
