import { useWasm } from '@neurite/backend-wasm';
import { answerCalls } from '@neurite/page-kit/answer-calls';
import type { Call } from '@neurite/page-kit/worker-calls';
import type { Calls } from './calls.js';
import { Looker } from './looker.js';
import { pixelsOf } from './pixels-of.js';

/** The engine must run before the first weights are made; every layer of the network has its own kernels. */
const started = useWasm({ fallback: false });
// Each call says why it does not.
started.catch(() => {});
const looker = new Looker();

answerCalls<Calls>(handle);

async function handle(call: Call<Calls>): Promise<Calls[keyof Calls]['answer']> {
  const { simd, threads } = await started;
  switch (call.name) {
    case 'start':
      return `WebAssembly with ${simd} SIMD, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
    case 'load':
      return looker.load(call.input);
    case 'look':
      return looker.look(pixelsOf(call.input));
    case 'see':
      return looker.see(call.input);
    case 'need':
      return looker.need(call.input);
  }
}
