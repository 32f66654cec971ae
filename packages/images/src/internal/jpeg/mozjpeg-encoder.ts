import type { EncodeOptions } from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import { FormatError } from '@neurite/core';
import { loadPeer } from '../load-peer.js';
import { wasmBinary } from './wasm-binary.js';

/** What of the encoder's options differs from file to file. */
type Choices = {
  readonly quality: number;
  readonly progressive: boolean;
  readonly chromaDownsampling: boolean;
};

type Encode = (rgba: Uint8Array, width: number, height: number, options: EncodeOptions) => Uint8Array | null;

let loading: Promise<Encode> | undefined;

/** Encodes by @jsquash/jpeg, which is loaded once for the whole program. */
export async function encodeByMozjpeg(
  rgba: Uint8Array,
  { height, width, isGray }: { readonly height: number; readonly width: number; readonly isGray: boolean },
  { quality, progressive, chromaDownsampling }: Choices,
): Promise<Uint8Array<ArrayBuffer>> {
  loading ??= load();
  const file = (await loading)(rgba, width, height, {
    quality,
    baseline: !progressive,
    progressive,
    arithmetic: false,
    optimize_coding: true, // without it files are damaged: its codes do not fit what it chooses
    smoothing: 0,
    color_space: isGray ? 1 : 3, // grayscale, YCbCr
    quant_table: 0, // those of the standard
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    trellis_loops: 1,
    auto_subsample: false,
    chroma_subsample: chromaDownsampling ? 2 : 1,
    separate_chroma_quality: false,
    chroma_quality: quality,
  });
  if (file === null) throw new FormatError({ where: 'encodeJpeg', problem: 'the encoder made no file' });
  return file.slice();
}

async function load(): Promise<Encode> {
  const { default: makeModule } = await loadPeer(
    'encodeJpeg',
    '@jsquash/jpeg',
    () => import('@jsquash/jpeg/codec/enc/mozjpeg_enc.js'),
  );
  const module = await makeModule({ noInitialRun: true, ...(await wasmBinary('enc/mozjpeg_enc')) });
  return (rgba, width, height, options) => module.encode(rgba as Uint8Array<ArrayBuffer>, width, height, options); // copied
}
