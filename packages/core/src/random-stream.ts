import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { checkInteger } from './checks.js';
import { ArgumentError } from './errors.js';

type Generator = ReturnType<typeof xoroshiro128plusFromState>;

/** Where a stream stands; plain JSON. */
export type RandomState = { readonly key: readonly number[]; readonly generator: readonly number[] };

/** 24 bits of randomness, as many as a float32 between 0 and 1 holds. */
const FLOAT_STEP = 2 ** -24;

/**
 * One seeded source of random numbers, split by name.
 *
 * A child depends on the seed and on the names that lead to it, never on what was drawn before; so adding a draw
 * changes no other. The generator is xoroshiro128+.
 *
 * @example
 * const random = RandomStream.fromSeed(7);
 * const order = random.child('shuffle').permutation(10);
 * @see Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021
 */
export class RandomStream {
  readonly #key: readonly number[];
  #generator: Generator;

  private constructor(key: readonly number[], generator: Generator) {
    this.#key = key;
    this.#generator = generator;
  }

  /**
   * @param seed an integer between 0 and 2⁵³ − 1
   * @throws ArgumentError
   */
  static fromSeed(seed: number): RandomStream {
    checkInteger('RandomStream.fromSeed', 'seed', seed, { min: 0 });
    const key = deriveKey([seed | 0, Math.floor(seed / 2 ** 32), 0x6e657572, 0x69746521], 'seed');
    return RandomStream.fromState({ key, generator: key });
  }

  /**
   * A stream that goes on where `state` was taken.
   *
   * @throws ArgumentError when it is not such a state, e.g. from a file that was changed
   */
  static fromState(state: RandomState): RandomStream {
    if (!isWords(state?.key) || !isWords(state.generator) || state.generator.every((word) => word === 0)) {
      throw new ArgumentError({
        where: 'RandomStream.fromState',
        argument: 'state',
        expected: 'have a key and a generator of four 32-bit words each, of the generator not all 0',
        received: JSON.stringify(state) ?? String(state),
      });
    }
    return new RandomStream(state.key, xoroshiro128plusFromState(state.generator));
  }

  /** The stream of this name: always the same one, whatever was drawn before. */
  child(name: string): RandomStream {
    const key = deriveKey(this.#key, name);
    return RandomStream.fromState({ key, generator: key });
  }

  /** Two words of 32 bits, unsigned, that depend on the seed and the names alone, whatever was drawn before. */
  get words(): readonly [number, number] {
    return [this.#key[0]! >>> 0, this.#key[1]! >>> 0];
  }

  /** Where this stream stands, as plain JSON. */
  get state(): RandomState {
    return { key: [...this.#key], generator: [...this.#generator.getState()] };
  }

  /** One number in [0, 1). */
  uniform(): number {
    return (this.#generator.next() >>> 8) * FLOAT_STEP;
  }

  /** `count` numbers in [low, high), then rounded to float32. */
  uniforms(count: number, low = 0, high = 1): Float32Array<ArrayBuffer> {
    const values = new Float32Array(count);
    const generator = this.#generator;
    const scale = FLOAT_STEP * (high - low);
    for (let i = 0; i < count; i++) values[i] = (generator.next() >>> 8) * scale + low;
    return values;
  }

  /** One number from the normal distribution (Box–Muller). */
  normal(mean = 0, standardDeviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + standardDeviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** `count` numbers from the normal distribution. */
  normals(count: number, mean = 0, standardDeviation = 1): Float32Array<ArrayBuffer> {
    return Float32Array.from({ length: count }, () => this.normal(mean, standardDeviation));
  }

  /** An integer in [0, below). */
  integer(below: number): number {
    checkInteger('RandomStream.integer', 'below', below, { min: 1 });
    return uniformInt(this.#generator, 0, below - 1);
  }

  /** The integers 0 … count − 1 in random order (Fisher–Yates). */
  permutation(count: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = uniformInt(this.#generator, 0, i);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  }
}

function isWords(words: unknown): words is readonly number[] {
  return (
    Array.isArray(words) && words.length === 4 && words.every((word) => Number.isInteger(word) && word === (word | 0))
  );
}

/** Mixes a name into a 128-bit key: each word takes every character, with its own multiplier (FNV-1a, then a finalizer). */
function deriveKey(parent: readonly number[], name: string): readonly number[] {
  const words = parent.map((word, i) => {
    let hash = (word ^ Math.imul(i + 1, 0x9e3779b9)) | 0;
    for (let c = 0; c < name.length; c++) hash = Math.imul(hash ^ name.charCodeAt(c), 0x01000193 + 2 * i);
    return finalize(hash ^ name.length);
  });
  // Each word also depends on its neighbors, so that two names never differ in one word alone.
  const mixed = words.map((word, i) => finalize(word + Math.imul(words[(i + 1) % words.length]!, 0x85ebca6b)));
  return mixed.every((word) => word === 0) ? [1, 0, 0, 0] : mixed;
}

/** Spreads each bit of a 32-bit word over all the others. */
function finalize(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) | 0;
}
