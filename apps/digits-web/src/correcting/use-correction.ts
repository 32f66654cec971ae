import { withArticle } from '@neurite/digits-model/answer';
import { NO_DIGIT } from '@neurite/digits-model/classes';
import { trainInWorker } from '@neurite/training-worker';
import { useRef, useState } from 'preact/hooks';
import type { ReaderClient } from '../reader/reader-client.js';
import { startWorker } from '../training/start-worker.js';
import { percentOf } from '../ui/percent-of.js';
import type { CorrectionInput, CorrectionResult } from './correction-job.js';
import { type LabelledImage, withCorrection } from './corrections.js';

/** Corrections of what the network reads. */
export type Correction = {
  readonly busy: boolean;
  /** What came of the last one, in a sentence. */
  readonly outcome: string;
  /** Why it failed, in a sentence. */
  readonly problem: string;
  /** Teaches the network, in a worker, what a drawing shows. */
  start(drawing: LabelledImage): void;
  /** What was corrected so far is not repeated with the next one. */
  forget(): void;
};

const IDLE = { busy: false, outcome: '', problem: '' };

/**
 * @param onLearned called with the network and the number of drawings that it has learned
 * @returns corrections, each of which repeats those before it, so that none is forgotten
 */
export function useCorrection(
  reader: ReaderClient,
  onLearned: (model: Uint8Array<ArrayBuffer>, drawings: number) => void,
): Correction {
  const [state, setState] = useState(IDLE);
  const drawings = useRef<readonly LabelledImage[]>([]);

  const start = async (drawing: LabelledImage): Promise<void> => {
    setState({ ...IDLE, busy: true });
    const all = withCorrection(drawings.current, drawing);
    try {
      const model = await reader.ask('save', undefined);
      const worker = startWorker('correcting');
      const input: CorrectionInput = { base: document.baseURI, model, drawings: all };
      // So few steps take longer to move to a GPU than to compute.
      const result = await trainInWorker<CorrectionResult>(worker, { input, prefer: 'wasm' }).result;
      drawings.current = all;
      onLearned(result.model, all.length);
      setState({ ...IDLE, outcome: outcomeOf(drawing, result) });
    } catch (error) {
      setState({ ...IDLE, problem: error instanceof Error ? error.message : String(error) });
    }
  };

  return {
    ...state,
    start: (drawing) => void start(drawing),
    forget: () => {
      drawings.current = [];
      setState(IDLE);
    },
  };
}

function outcomeOf({ label }: LabelledImage, { learned, accuracy, tested }: CorrectionResult): string {
  const name = label === NO_DIGIT ? 'that this is no digit' : `that this is ${withArticle(label)}`;
  const kept = `reads ${percentOf(accuracy)} of ${tested.toLocaleString('en')} test digits right`;
  return learned ? `It has learned ${name}, and still ${kept}.` : `It has not quite learned ${name} yet; it ${kept}.`;
}
