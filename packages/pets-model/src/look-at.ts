import type { HostArray } from '@neurite/core';
import { type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { gradCam, type Heat } from './grad-cam.js';
import type { PetNetwork } from './network.js';
import { toInputs } from './pixels.js';

/**
 * Where a network sees a class in a photograph: `gradCam` of its bytes.
 *
 * @param photograph uint8 [height, width, 3]
 * @param label the index of the class
 */
export async function lookAt(network: PetNetwork, photograph: HostArray<'uint8'>, label: number): Promise<Heat> {
  const { data } = toInputs(photograph);
  const x: Tensor4D = tensor(data, [1, ...photograph.shape] as [number, number, number, number]); // an image
  try {
    return await gradCam(network, x, label);
  } finally {
    x.dispose();
  }
}
