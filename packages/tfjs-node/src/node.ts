import { decodeBmp } from './internal/images/decode-bmp.js';
import { decodeGif } from './internal/images/decode-gif.js';
import { decodeImage } from './internal/images/decode-image.js';
import { decodeJpeg } from './internal/images/decode-jpeg.js';
import { decodePng } from './internal/images/decode-png.js';
import { encodeJpeg, encodePng } from './internal/images/encode.js';
import { noSavedModel, noTensorBoard } from './internal/missing.js';

/** The namespace `node` of @tensorflow/tfjs-node: images as tensors, and what only TensorFlow's library has. */
export type Node = {
  readonly decodeImage: typeof decodeImage;
  readonly decodeBmp: typeof decodeBmp;
  readonly decodeGif: typeof decodeGif;
  readonly decodePng: typeof decodePng;
  readonly decodeJpeg: typeof decodeJpeg;
  readonly encodeJpeg: typeof encodeJpeg;
  readonly encodePng: typeof encodePng;
  /** @throws BackendError: TensorBoard's files are not written here */
  summaryFileWriter(...parameters: unknown[]): never;
  /** @throws BackendError: TensorBoard's files are not written here */
  tensorBoard(...parameters: unknown[]): never;
  /** @throws BackendError: saved models of TensorFlow need its library */
  getMetaGraphsFromSavedModel(path: string): Promise<never>;
  /** The number of saved models that are loaded: 0. */
  getNumOfSavedModels(): number;
  /** @throws BackendError: saved models of TensorFlow need its library */
  loadSavedModel(path: string, tags?: string[], signature?: string): Promise<never>;
};

export const node: Node = {
  decodeImage,
  decodeBmp,
  decodeGif,
  decodePng,
  decodeJpeg,
  encodeJpeg,
  encodePng,
  summaryFileWriter: () => noTensorBoard('node.summaryFileWriter'),
  tensorBoard: () => noTensorBoard('node.tensorBoard'),
  getMetaGraphsFromSavedModel: async () => noSavedModel('node.getMetaGraphsFromSavedModel'),
  getNumOfSavedModels: () => 0,
  loadSavedModel: async () => noSavedModel('node.loadSavedModel'),
};
