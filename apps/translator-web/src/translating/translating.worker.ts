import { useWasm } from '@neurite/backend-wasm';
import { answerCalls } from '@neurite/page-kit/answer-calls';
import type { Call } from '@neurite/page-kit/worker-calls';
import type { Calls } from './messages.js';
import { PhraseTranslator } from './phrase-translator.js';

type Answer = Calls[keyof Calls]['answer'];

// The engine must run before the first weights are created. One phrase is too little work for several threads.
const started = useWasm({ threads: 1, fallback: false }).then((report) => ({
  translator: new PhraseTranslator(),
  engine: `${report.engine} with ${report.simd} SIMD`,
}));
// Each call says why it does not.
started.catch(() => {});

const page = answerCalls<Calls>(handle, (answer) => (answer instanceof Uint8Array ? [answer.buffer] : []));

async function handle(call: Call<Calls>): Promise<Answer> {
  const { translator, engine } = await started;
  switch (call.name) {
    case 'start':
      return engine;
    case 'translate':
      return translator.translate(call.input);
    case 'look':
      return translator.look(call.input);
    case 'translateAll':
      return translator.translateAll(call.input);
    case 'load':
      return translator.load(call.input);
    case 'save':
      return translator.save();
    case 'forget':
      return void translator.forget();
    case 'follow':
      call.input.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
        page.enqueue(() => {
          // Fails for weights of a training that diverges, which says so itself: the network goes on with those before them.
          translator.load({ bytes: data, name: 'the training' });
          page.changed();
        });
      };
      return undefined;
  }
}
