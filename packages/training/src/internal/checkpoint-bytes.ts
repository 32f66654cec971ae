import { FormatError, NeuriteError, type Snapshot } from '@neurite/core';
import { safetensorsToTensors, tensorsToSafetensors } from '@neurite/formats';
import { dispose, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { crc32c } from './crc32c.js';
import { readJson, writeJson } from './json.js';

const format = 'neurite checkpoint';
const version = '3';
/** As version 3, but without a checksum, and with the history in its JSON. */
const earlier = '2';

/** The header of a safetensors file ends at 100 MB: a longer text is a tensor of its own. In characters. */
const LONG = 2 ** 20;
/** The name of that tensor. All others have a prefix. */
const RUN = 'run';
/** What a file begins with behind the length of its header: names of metadata are sorted, and this one is the first. */
const BEFORE_CHECKSUM = new TextEncoder().encode('{"__metadata__":{"checksum":"');
/** Where the checksum stands, in eight hexadecimal digits; it is that of the file with zeros there. */
const [FROM, TO] = [8 + BEFORE_CHECKSUM.length, 8 + BEFORE_CHECKSUM.length + 8];

/** Makes a safetensors file of a snapshot. */
export async function snapshotToBytes({ tensors, json }: Snapshot): Promise<Uint8Array<ArrayBuffer>> {
  const run = writeJson(json);
  const metadata = { checksum: '0'.repeat(TO - FROM), format, version };
  if (run.length <= LONG) return sealed(await tensorsToSafetensors(tensors, { metadata: { ...metadata, run } }));
  const text = packText(run);
  try {
    return sealed(await tensorsToSafetensors({ ...tensors, [RUN]: text }, { metadata }));
  } finally {
    text.dispose();
  }
}

/**
 * Reads what `snapshotToBytes` made.
 *
 * @param path of the file, for errors
 * @returns tensors that the caller owns
 * @throws FormatError when the file is broken, or is something else
 */
export async function bytesToSnapshot(path: string, bytes: Uint8Array): Promise<Snapshot> {
  const wrong = (expected: string, received: string, advice?: string): FormatError =>
    new FormatError({ where: path, argument: 'file', expected, received, advice });
  const { tensors: all, metadata } = within(path, () => safetensorsToTensors(bytes));
  const { [RUN]: text, ...tensors } = all;
  try {
    const isEarlier = metadata.version === earlier;
    if (metadata.format !== format || (metadata.version !== version && !isEarlier)) {
      const received = `${metadata.format ?? 'another file'} ${metadata.version ?? ''}`.trim();
      // Version 1 drew other random numbers, and knew neither weights of samples nor parameters that join later.
      const advice = 'A run goes on only with the version of neurite that began it: end it there, or begin anew';
      throw wrong(`be a checkpoint of version ${version}`, received, metadata.format && advice);
    }
    if (!isEarlier && metadata.checksum !== checksumOf(bytes)) {
      throw wrong('have the checksum that it was written with', 'another one', 'It has been damaged since');
    }
    const run = text === undefined ? metadata.run : await unpackText(text);
    try {
      return { tensors, json: readJson(run ?? '') };
    } catch {
      throw wrong('say in JSON where its run stands', run === undefined ? 'nothing' : 'other text');
    }
  } catch (error) {
    dispose(Object.values(tensors));
    throw error;
  } finally {
    text?.dispose();
  }
}

/** Adds the path to an error. */
export function within<T>(path: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(path) : error;
  }
}

function sealed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  bytes.set(new TextEncoder().encode(checksumOf(bytes)), FROM);
  return bytes;
}

/** Of a whole file but for the checksum in it. */
function checksumOf(bytes: Uint8Array): string {
  const zeros = new Uint8Array(TO - FROM).fill(0x30);
  const checksum = crc32c(bytes.subarray(TO), crc32c(zeros, crc32c(bytes.subarray(0, FROM))));
  return checksum.toString(16).padStart(TO - FROM, '0');
}

/** The bytes of UTF-8, four in an element; spaces at the end, which JSON ignores. */
function packText(text: string): Tensor {
  const bytes = new TextEncoder().encode(text);
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  whole.set(bytes);
  return tensor1d(new Int32Array(whole.buffer), 'int32');
}

async function unpackText(packed: Tensor): Promise<string> {
  const { buffer, byteOffset, byteLength } = await packed.data<'int32'>();
  // A copy: no decoder takes memory that is shared between threads.
  return new TextDecoder().decode(new Uint8Array(buffer, byteOffset, byteLength).slice());
}
