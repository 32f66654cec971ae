import { ArgumentError, FormatError, type HostArray, hostArray } from '@neurite/core';
import type { FileSource } from './internal/byte-source.js';
import { loadPeer } from './internal/load-peer.js';
import { readBytes } from './internal/read-bytes.js';

export type Recording = {
  /** Float32 [frames, channels], integers divided by their range: from -1 to 1. */
  readonly samples: HostArray<'float32'>;
  /** Frames in a second. */
  readonly sampleRate: number;
};

/**
 * Reads a WAV file. Needs the npm package `wavefile`.
 *
 * Linear PCM of 8 to 32 bits, float of 32 and 64 bits, µ-law, A-law and IMA ADPCM. A sample of b bits is divided by 2^(b-1), as
 * torchaudio and librosa do.
 *
 * @param file a path or `file:` URL (Node), a Blob, or the bytes
 * @throws FormatError when the file is no WAV or cut off, or the package is not installed
 * @throws ArgumentError for a file without a channel
 * @example
 * const read = (file: string) => readWav(file);
 * const recordings = fromIterable(['a.wav', 'b.wav']).map(async (file) => ({ x: (await read(file)).samples }));
 * @see https://www.itu.int/rec/R-REC-G.711
 */
export async function readWav(file: FileSource | Uint8Array): Promise<Recording> {
  const where = 'readWav';
  const { default: wavefile } = await loadPeer(where, 'wavefile', () => import('wavefile'));
  const { bytes, name } = await readBytes(where, file);
  let wave: InstanceType<typeof wavefile.WaveFile>;
  try {
    wave = new wavefile.WaveFile(bytes);
    if (wave.bitDepth === '8m') wave.fromMuLaw();
    else if (wave.bitDepth === '8a') wave.fromALaw();
    else if (wave.bitDepth === '4') wave.fromIMAADPCM();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError({ where, problem: `${name} is not a readable WAV file: ${why}`, cause });
  }
  const { numChannels: channels, sampleRate } = wave.fmt as {
    readonly numChannels: number;
    readonly sampleRate: number;
  }; // its types say object
  if (!(channels >= 1)) {
    throw new ArgumentError({ where, argument: 'file', expected: 'have a channel', received: String(channels) });
  }
  const values: ArrayLike<number> = wave.getSamples(true, Float64Array);
  const bits = wave.bitDepth === '32f' || wave.bitDepth === '64' ? 0 : Number(wave.bitDepth);
  const scale = bits === 0 ? 1 : 2 ** (1 - bits);
  const offset = bits === 8 ? 128 : 0; // 8 bits have no sign
  const data = Float32Array.from(values, (value) => (value - offset) * scale);
  const frames = Math.floor(data.length / channels);
  return { samples: hostArray(data.subarray(0, frames * channels), [frames, channels]), sampleRate };
}
