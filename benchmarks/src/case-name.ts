import { networkNamed } from './networks/index.js';

/** What a case of the suite `engine` is called. */
export function caseName(network: string, mode: 'train' | 'forward'): string {
  const { name } = networkNamed(network);
  return `${name}: ${mode === 'train' ? 'train step with Adam' : 'forward alone'}`;
}
