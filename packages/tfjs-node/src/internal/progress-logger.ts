import { CustomCallback, type Logs, util } from '@tensorflow/tfjs';

/**
 * What `fit` of a model of tfjs-layers prints with `verbose: 1`, its default: for each epoch a line when it begins and one
 * with its time and its numbers when it ends.
 */
export class ProgressLogger extends CustomCallback {
  constructor() {
    let begin = 0;
    let batches = 0;
    super({
      onEpochBegin: async (epoch) => {
        process.stdout.write(`Epoch ${epoch + 1} / ${this.params.epochs}\n`);
        begin = util.now();
        batches = 0;
      },
      onBatchEnd: async () => {
        batches++;
      },
      onEpochEnd: async (_epoch, logs) => {
        const time = util.now() - begin;
        const steps = Number(this.params.samples ?? batches);
        process.stdout.write(
          `${time.toFixed(0)}ms ${((time / Math.max(1, steps)) * 1e3).toFixed(0)}us/step - ${formatLogs(logs)}\n`,
        );
      },
    });
  }
}

function formatLogs(logs: Logs = {}): string {
  return Object.keys(logs)
    .filter((name) => name !== 'batch' && name !== 'size')
    .sort()
    .map((name) => `${name}=${succinct(Number(logs[name]))}`)
    .join(' ');
}

/** At least three significant digits, and no exponent where a short number will do. */
function succinct(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
}
