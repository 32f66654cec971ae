import type { ImageSet } from '../images/image-classes.js';
import type { NetworkConfig } from '../network/network-config.js';

/** What is examined: the points of a configuration, or images of one's own. */
export type ExaminationInput =
  | { readonly examined: 'points'; readonly config: NetworkConfig }
  | {
      readonly examined: 'images';
      readonly train: ImageSet;
      readonly test: ImageSet;
      /** Their names. */
      readonly classes: readonly string[];
    };

/** What was found, in a line each. */
export type ExaminationResult = readonly string[];
