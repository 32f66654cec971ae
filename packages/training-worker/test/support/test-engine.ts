import { useWasm } from '@neurite/backend-wasm';
import { ArgumentError, type DeviceLoss, type Engine, type EngineDevice } from '@neurite/core';
import { setBackend } from '@tensorflow/tfjs-core';

/** wasm, then cpu, on devices that a test can take away. */
export class TestEngine implements Engine<{ readonly engine: string }> {
  /** The names that were turned on so far. */
  readonly used: string[] = [];
  readonly #losable: boolean;
  readonly #lost = new Set<string>();
  #device: (EngineDevice & { lose(loss: DeviceLoss): void }) | undefined;

  constructor({ losable = false }: { readonly losable?: boolean } = {}) {
    this.#losable = losable;
  }

  async use({ prefer }: { readonly prefer?: string | undefined }): Promise<{ readonly engine: string }> {
    const names = ['wasm', 'cpu'];
    if (prefer !== undefined && !names.includes(prefer)) {
      throw new ArgumentError({ where: 'TestEngine', argument: 'prefer', expected: 'be known', received: prefer });
    }
    const name = [prefer ?? 'wasm', ...names].find((one) => !this.#lost.has(one))!; // cpu is not taken away
    if (name === 'wasm') await useWasm();
    else await setBackend(name);
    this.used.push(name);
    let lose: (loss: DeviceLoss) => void = () => {};
    const lost = new Promise<DeviceLoss>((resolve) => {
      lose = resolve;
    });
    this.#device = this.#losable && name === 'wasm' ? { lost, lose } : undefined;
    return { engine: name };
  }

  describe({ engine }: { readonly engine: string }): { name: string; device: string; reason: string } {
    return { name: engine, device: `the test's ${engine}`, reason: `${engine} is next` };
  }

  current(): EngineDevice | undefined {
    return this.#device;
  }

  /** Takes the device of wasm away. */
  lose(reason: string): void {
    this.#lost.add('wasm');
    this.#device?.lose({ engine: 'wasm', reason });
  }
}
