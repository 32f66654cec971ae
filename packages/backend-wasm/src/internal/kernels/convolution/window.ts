import type { backend_util } from '@tensorflow/tfjs-core';
import type { PartKernels } from '../../module-kernels.js';

type Info2d = backend_util.Conv2DInfo;

/** The geometry of a convolution or pooling; images have no depth. */
export type WindowInfo = Omit<Info2d, 'inShape' | 'outShape' | 'padInfo' | 'filterShape'> &
  Partial<Pick<backend_util.Conv3DInfo, 'inDepth' | 'filterDepth' | 'strideDepth' | 'outDepth'>> & {
    readonly outShape: number[];
    /** Of channels and filters. Default 1. */
    readonly groups?: number;
    readonly padInfo: { readonly front?: number; readonly top: number; readonly left: number };
  };

/** Sets the geometry for the next kernels of the same thread. */
export function describeWindow(kernels: Pick<PartKernels, 'describeWindow'>, info: WindowInfo): void {
  const { inDepth = 1, filterDepth = 1, strideDepth = 1, outDepth = 1, groups = 1, padInfo } = info;
  kernels.describeWindow({
    imageDepth: inDepth,
    imageHeight: info.inHeight,
    imageWidth: info.inWidth,
    imageChannels: info.inChannels,
    windowDepth: filterDepth,
    windowHeight: info.filterHeight,
    windowWidth: info.filterWidth,
    filterCount: info.outChannels,
    planeStride: strideDepth,
    rowStride: info.strideHeight,
    columnStride: info.strideWidth,
    rowDilation: info.dilationHeight,
    columnDilation: info.dilationWidth,
    resultDepth: outDepth,
    resultHeight: info.outHeight,
    resultWidth: info.outWidth,
    padFront: padInfo.front ?? 0,
    padTop: padInfo.top,
    padLeft: padInfo.left,
    groupCount: groups,
  });
}

/** The convolution that is the input's gradient of one at stride 1: of dy, with the flipped kernel. */
export function flipped<Info extends Info2d>(info: Info): Info {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const [top, left] = [info.effectiveFilterHeight - 1 - padInfo.top, info.effectiveFilterWidth - 1 - padInfo.left];
  return {
    ...info,
    ...{ inHeight: outHeight, inWidth: outWidth, inChannels: outChannels },
    ...{ outHeight: inHeight, outWidth: inWidth, outChannels: inChannels },
    padInfo: { ...padInfo, top, left },
  };
}
