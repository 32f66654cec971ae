import { useWasm } from '@neurite/backend-wasm';
import { answerCalls } from '@neurite/page-kit/answer-calls';
import type { Call } from '@neurite/page-kit/worker-calls';
import type { Calls } from './messages.js';
import { type Ink, Reader } from './reader.js';

type Answer = Calls[keyof Calls]['answer'];

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

const page = answerCalls<Calls>(handle, buffersOf);

async function handle(call: Call<Calls>): Promise<Answer> {
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
        page.enqueue(() => {
          // Fails for weights of a training that diverges, which says so itself: the network reads with those before them.
          reader.load({ bytes: data, name: 'the training' });
          page.changed();
        });
      };
      return undefined;
  }
}

/** Buffers that are transferred to the page instead of copied. */
function buffersOf(answer: Answer): Transferable[] {
  if (answer instanceof Uint8Array) return [answer.buffer];
  if (typeof answer !== 'object' || !('layers' in answer)) return [];
  return [answer.probabilities, ...answer.layers.map(({ data }) => data)].map(({ buffer }) => buffer as ArrayBuffer);
}
