import type { WorkerName } from './events.js';
import type { OpenedLog } from './open-log.js';

/** How many signs of life there are in the time after which silence counts as death. */
const SIGNS = 4;

/** Shows that this process is alive while trials run here, and finds those whose process is not. */
export class Liveness {
  readonly worker: WorkerName = nameOfThis();
  readonly #log: OpenedLog;
  readonly #patience: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The last sign of each worker and when it was seen here: clocks of other machines play no part. */
  readonly #heard = new Map<string, { readonly signs: number; readonly at: number }>();

  /** @param patience seconds */
  constructor(log: OpenedLog, patience: number) {
    this.#log = log;
    this.#patience = patience * 1000;
  }

  /** Trials run here from now on. */
  begin(): void {
    if (this.#timer !== undefined || !this.#log.log.isShared) return;
    // What it cannot write now it writes next time; the trial itself says what is wrong.
    const sign = (): void => void this.#log.append({ type: 'alive', worker: this.worker.id }).catch(() => {});
    this.#timer = setInterval(sign, this.#patience / SIGNS);
    // A process that has nothing else to do may end.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** None runs here any more. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Writes down which running trials have lost their process. */
  async findLost(): Promise<void> {
    if (!this.#log.log.isShared) return;
    await this.#log.refresh();
    const { trials, signs } = this.#log.state;
    const now = performance.now();
    for (const { number, state, worker } of trials) {
      if (state !== 'running' || worker.id === this.worker.id) continue;
      const heard = this.#heard.get(worker.id);
      const count = signs.get(worker.id) ?? 0;
      if (heard?.signs !== count) this.#heard.set(worker.id, { signs: count, at: now });
      const isSilent = heard?.signs === count && now - heard.at > this.#patience;
      if (isSilent || this.#isDead(worker)) await this.#log.append({ type: 'lost', trial: number });
    }
    await this.#log.refresh();
  }

  /** Whether its process on this machine has ended. One whose number another process has taken is found by its silence. */
  #isDead({ host, pid }: WorkerName): boolean {
    if (host !== this.worker.host || pid === 0) return false;
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return (error as { code?: string }).code === 'ESRCH'; // an error of Node
    }
  }
}

function nameOfThis(): WorkerName {
  const id = crypto.randomUUID();
  const isNode = typeof process === 'object' && process.versions?.node !== undefined;
  if (!isNode) return { id, host: '', pid: 0 };
  return { id, host: process.getBuiltinModule('node:os').hostname(), pid: process.pid };
}
