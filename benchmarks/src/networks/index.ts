import { cnn } from './cnn.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { mlp } from './mlp.js';
import type { Network } from './network.js';
import { transformer } from './transformer.js';

/** What the suite `train` measures. */
export const trainNetworks: readonly Network[] = [mlp, cnn];

/** What the suite `engine` measures. */
export const engineNetworks: readonly Network[] = [mlp, cnn, lstm, transformer, gru];
