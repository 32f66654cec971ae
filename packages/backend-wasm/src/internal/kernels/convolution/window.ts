import type { backend_util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import type { Kernel } from '../../run-parts.js';
import type { Call } from '../../threads.js';

type Info2d = backend_util.Conv2DInfo;

/** What slides over what; images have no depth. */
export type WindowInfo = Omit<Info2d, 'inShape' | 'outShape' | 'padInfo' | 'filterShape'> &
  Partial<Pick<backend_util.Conv3DInfo, 'inDepth' | 'filterDepth' | 'strideDepth' | 'outDepth'>> & {
    readonly outShape: number[];
    readonly padInfo: { readonly front?: number; readonly top: number; readonly left: number };
  };

/** The call that tells a thread's kernels what slides over what. */
export function describeCall(info: WindowInfo): Call {
  const { inDepth = 1, filterDepth = 1, strideDepth = 1, outDepth = 1, padInfo } = info;
  return {
    kernel: 'describe',
    args: [
      inDepth,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      filterDepth,
      info.filterHeight,
      info.filterWidth,
      info.outChannels,
      strideDepth,
      info.strideHeight,
      info.strideWidth,
      info.dilationHeight,
      info.dilationWidth,
      outDepth,
      info.outHeight,
      info.outWidth,
      padInfo.front ?? 0,
      padInfo.top,
      padInfo.left,
    ],
  };
}

/** Tells the same to the kernels of the main thread. */
export function describe({ kernels }: WasmBackend, { args }: Call): void {
  (kernels.describe as Kernel)(...args);
}

/** Of a convolution at stride 1, that which is its gradient by the images: of the slopes, with the kernel turned around. */
export function turnedAround(info: Info2d): Info2d {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const [top, left] = [info.effectiveFilterHeight - 1 - padInfo.top, info.effectiveFilterWidth - 1 - padInfo.left];
  return {
    ...info,
    ...{ inHeight: outHeight, inWidth: outWidth, inChannels: outChannels },
    ...{ outHeight: inHeight, outWidth: inWidth, outChannels: inChannels },
    padInfo: { ...padInfo, top, left },
  };
}
