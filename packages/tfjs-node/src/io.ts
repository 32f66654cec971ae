import { io as tfjs } from '@tensorflow/tfjs';
import { type FileSystem, fileSystem } from './internal/file-system.js';

/** tfjs's namespace `io` with the handlers of @tensorflow/tfjs-node. */
export type NodeIo = typeof tfjs & {
  /**
   * Reads models from files and writes them into a folder; what a `file://` address stands for.
   *
   * @param path to write, a folder, which is created; to read, the file model.json, or the two files of a model of
   *   TensorFlow.js 0.x: the .pb file and the manifest of its weights
   */
  fileSystem(path: string | string[]): FileSystem;
  /** Reads models from a server, and posts them to it. */
  nodeHTTPRequest(path: string, requestInit?: RequestInit, weightPathPrefix?: string): tfjs.IOHandler;
};

export const io: NodeIo = {
  ...tfjs,
  fileSystem,
  nodeHTTPRequest: (path, requestInit, weightPathPrefix) =>
    tfjs.browserHTTPRequest(path, {
      ...(requestInit === undefined ? {} : { requestInit }),
      ...(weightPathPrefix === undefined ? {} : { weightPathPrefix }),
    }),
};
