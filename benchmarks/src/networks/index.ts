import { cnn } from './cnn.js';
import { gru } from './gru.js';
import { lstm, wideLstm } from './lstm.js';
import { mlp, wideMlp } from './mlp.js';
import type { Network } from './network.js';
import { transformer } from './transformer.js';

/** What the suite `train` measures. */
export const trainNetworks: readonly Network[] = [mlp, cnn];

/** What the suite `engine` measures. */
export const engineNetworks: readonly Network[] = [mlp, cnn, lstm, transformer, gru];

/** What the suite `tensorflow` measures. */
export const wideNetworks: readonly Network[] = [wideMlp, wideLstm];

/** The network of that key. */
export function networkNamed(key: string): Network {
  return [...engineNetworks, ...wideNetworks].find((network) => network.key === key)!; // one of these lists
}
