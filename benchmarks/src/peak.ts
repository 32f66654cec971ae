/** So many numbers run side by side: enough to hide the latency of each, and with x and y they fit the registers of x64. */
const ACCUMULATORS = 12;
const LANES = 4;

/** What a core can do at most in the 128-bit vectors of WebAssembly. */
export type Peak = {
  /** Whether products and sums are one instruction. */
  readonly fused: boolean;
  /** Of what the loop is made. */
  readonly instructions: string;
  /** Does so many floating-point operations; @returns the milliseconds that they took */
  readonly run: (work: number) => number;
};

/**
 * A loop over registers alone: no memory, no wait for one another. Where the runtime has relaxed SIMD each number
 * becomes itself · x + y in one instruction, as in the engine; elsewhere half of them are multiplied and half are added
 * to, since a product that its own sum waits for would show the latency of both instead.
 */
export function createPeak(): Peak {
  const relaxed = loopModule(true);
  const fused = WebAssembly.validate(relaxed);
  const module = new WebAssembly.Module(fused ? relaxed : loopModule(false));
  const loop = new WebAssembly.Instance(module).exports.loop as (x: number, y: number, count: number) => number;
  const flops = (fused ? 2 : 1) * LANES * ACCUMULATORS; // of an iteration
  return {
    fused,
    instructions: fused ? 'relaxed_madd' : 'mul + add',
    run: (work) => {
      const start = performance.now();
      loop(0.5, 1, Math.max(1, Math.round(work / flops))); // far from denormals and infinity: towards 2, or 0 stays 0 beside a count
      return performance.now() - start;
    },
  };
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const EMPTY = 0x40;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const SPLAT = simd(0x13);
const EXTRACT_LANE_0 = [...simd(0x1f), 0];
const ADD = simd(0xe4);
const MUL = simd(0xe6);
const RELAXED_MADD = simd(0x105);

/** The module, byte by byte: (x: f32, y: f32, count: i32) → f32, the sum of the first lanes. */
export function loopModule(fused: boolean): Uint8Array<ArrayBuffer> {
  const [x, y, count, vectorX, vectorY] = [0, 1, 2, 3, 4];
  const accumulators = Array.from({ length: ACCUMULATORS }, (_, i) => 5 + i);
  const body = [
    // Locals after the three parameters: so many of one type.
    ...vector([[...unsigned(2 + ACCUMULATORS), V128]]),
    ...[LOCAL_GET, x!, ...SPLAT, LOCAL_SET, vectorX!, LOCAL_GET, y!, ...SPLAT, LOCAL_SET, vectorY!],
    ...[0x03, EMPTY], // loop
    ...accumulators.flatMap((local, i) => [
      ...[LOCAL_GET, local],
      ...(fused
        ? [LOCAL_GET, vectorX!, LOCAL_GET, vectorY!, ...RELAXED_MADD]
        : i % 2 === 0
          ? [LOCAL_GET, vectorX!, ...MUL]
          : [LOCAL_GET, vectorY!, ...ADD]),
      ...[LOCAL_SET, local],
    ]),
    // count -= 1, and again while it is not 0
    ...[LOCAL_GET, count!, 0x41, 1, 0x6b, 0x22, count!, 0x0d, 0, 0x0b],
    ...[LOCAL_GET, accumulators[0]!],
    ...accumulators.slice(1).flatMap((local) => [LOCAL_GET, local, ...ADD]),
    ...[...EXTRACT_LANE_0, 0x0b],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([[0x60, ...vector([[F32], [F32], [I32]]), ...vector([[F32]])]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...vector([...'loop'].map((letter) => [letter.charCodeAt(0)])), 0, 0]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
