import { ArgumentError, FormatError } from '@neurite/core';
import { writeFileAtomic } from '@neurite/formats/write-file-atomic';
import { io } from '@tensorflow/tfjs';

const SCHEME = 'file://';
const MODEL = 'model.json';
const WEIGHTS = 'weights.bin';

/** Models in files, as @tensorflow/tfjs-node reads and writes them. */
export class FileSystem implements io.IOHandler {
  static readonly URL_SCHEME: string = SCHEME;
  readonly #paths: readonly string[];
  readonly #isPair: boolean;

  /** @throws ArgumentError for an array that is not of two paths */
  constructor(path: string | readonly string[]) {
    const { resolve } = process.getBuiltinModule('node:path');
    this.#isPair = Array.isArray(path);
    const paths = typeof path === 'string' ? [path] : path;
    if (this.#isPair && paths.length !== 2) {
      throw new ArgumentError({
        where: 'io.fileSystem',
        argument: 'path',
        expected: 'be one path, or that of the .pb file and that of the manifest of its weights',
        received: `${paths.length} paths`,
      });
    }
    this.#paths = paths.map((one) => resolve(one));
  }

  /**
   * Writes model.json and weights.bin into the folder, each whole or not at all; the folder is created.
   *
   * @throws ArgumentError for two paths
   * @throws FormatError where a file cannot be written, or the topology is binary
   */
  async save(artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
    const [folder = ''] = this.#paths;
    if (this.#isPair) {
      throw new ArgumentError({
        where: 'io.fileSystem',
        argument: 'path',
        expected: 'be one folder to save to',
        received: 'two paths',
      });
    }
    if (artifacts.modelTopology instanceof ArrayBuffer) {
      throw new FormatError({ where: folder, problem: 'a model whose topology is binary cannot be saved' });
    }
    const { join } = process.getBuiltinModule('node:path');
    const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = artifacts;
    const { trainingConfig, signature, userDefinedMetadata } = artifacts;
    const json = {
      modelTopology,
      weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
      format,
      generatedBy,
      convertedBy,
      ...(trainingConfig == null ? {} : { trainingConfig }),
      ...(signature == null ? {} : { signature }),
      ...(userDefinedMetadata == null ? {} : { userDefinedMetadata }),
    };
    // The weights first: a model.json never stands beside weights of fewer bytes than it lists.
    await write(join(folder, WEIGHTS), new Uint8Array(io.CompositeArrayBuffer.join(weightData)));
    await write(join(folder, MODEL), JSON.stringify(json));
    return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
  }

  /**
   * Reads a model, its weights from any number of files.
   *
   * @throws FormatError where a file is missing, is not JSON, or the weights are shorter than the manifest says
   */
  async load(): Promise<io.ModelArtifacts> {
    const [path = '', manifestPath = ''] = this.#paths;
    if (this.#isPair) {
      const topology = await read(path, 'topology');
      const manifest = parse(await read(manifestPath, 'manifest of the weights'), manifestPath);
      const [weightSpecs, weightData] = await loadWeights(manifest as io.WeightsManifestConfig, manifestPath);
      const modelTopology = topology.buffer.slice(topology.byteOffset, topology.byteOffset + topology.length);
      return { modelTopology: modelTopology as ArrayBuffer, weightSpecs, weightData };
    }
    const model = parse(await read(path, 'model'), path) as io.ModelJSON;
    return io.getModelArtifactsForJSON(model, (manifest) => loadWeights(manifest, path));
  }
}

/** Makes a handler of files, as `io.fileSystem`. */
export function fileSystem(path: string | string[]): FileSystem {
  return new FileSystem(path);
}

/** The handler of `file://` addresses. */
export function fileSystemRouter(url: string | string[]): io.IOHandler {
  // The cast is needed because tfjs declares null as no handler and does not say so in the type.
  const none = null as unknown as io.IOHandler;
  if (Array.isArray(url)) {
    return url.every((one) => one.startsWith(SCHEME)) ? fileSystem(url.map((one) => one.slice(SCHEME.length))) : none;
  }
  return url.startsWith(SCHEME) ? fileSystem(url.slice(SCHEME.length)) : none;
}

async function loadWeights(
  manifest: io.WeightsManifestConfig,
  path: string,
): Promise<[io.WeightsManifestEntry[], ArrayBuffer]> {
  const { dirname, join } = process.getBuiltinModule('node:path');
  const files: Buffer[] = [];
  for (const group of manifest) {
    for (const name of group.paths) files.push(await read(join(dirname(path), name), 'weights'));
  }
  const data = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const file of files) {
    data.set(file, at);
    at += file.length;
  }
  return [manifest.flatMap(({ weights }) => weights), data.buffer];
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (cause) {
    throw new FormatError({ where: path, problem: `the file could not be written (${reasonOf(cause)})`, cause });
  }
}

async function read(path: string, what: string): Promise<Buffer> {
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  try {
    return await readFile(path);
  } catch (cause) {
    throw new FormatError({
      where: path,
      problem: `the file of the ${what} could not be read (${reasonOf(cause)})`,
      cause,
    });
  }
}

function parse(file: Buffer, path: string): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch (cause) {
    throw new FormatError({ where: path, problem: 'the file is not JSON', cause });
  }
}

/** @returns the code of a fault of the system, such as ENOENT, or its message */
function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? String(cause);
}
