import { type Candidate, unavailable } from './engine-candidate.js';

/** The functions of `@neurite/backend-wasm` that find and start its engine. */
type WasmEngine<Options> = {
  readonly probeWasm: () => {
    readonly available: boolean;
    readonly simd: string | undefined;
    readonly reason: string;
  };
  readonly useWasm: (options: Options) => Promise<{ readonly simd: string; readonly threads: number }>;
};

/**
 * The engine of `@neurite/backend-wasm`, which is handed in: this package does without it.
 *
 * @param optionsIn its options in what a user asks of the engines
 */
export function wasmCandidate<Options, Settings>(
  { probeWasm, useWasm }: WasmEngine<Options>,
  optionsIn: (settings: Settings) => Options,
): Candidate<'wasm', Settings> {
  return {
    name: 'wasm',
    backendName: 'wasm',
    findDevice: async () => {
      const { available, simd, reason } = probeWasm();
      if (!available) return unavailable(reason);
      return { available, device: `WebAssembly with ${simd} SIMD`, software: false, reason, remedy: undefined };
    },
    findPackage: async () => ({ available: true, reason: '@neurite/backend-wasm is installed', remedy: undefined }),
    start: async (settings) => {
      const { simd, threads } = await useWasm(optionsIn(settings));
      return `WebAssembly with ${simd} SIMD${threads > 1 ? ` and ${threads} threads` : ''}`;
    },
  };
}
