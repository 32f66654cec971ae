import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type LayerCase, layerCases } from './layer-cases.js';

/** Another sample after each change of the layers or shaders, the same until then. */
const seed = ['layers', 'webgpu-kernels']
  .flatMap((name) => {
    const folder = new URL(`../../../${name}/src/`, import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    return files.sort().map((file) => readFileSync(new URL(file, folder)));
  })
  .reduce((hash, text) => hash.update(text), createHash('sha256'))
  .digest('hex');

/** So many cases of layers, or all there are. */
export function sampleOfLayers(count: number): readonly LayerCase[] {
  const order = ({ name }: LayerCase): string => createHash('sha256').update(seed).update(name).digest('hex');
  const drawn = layerCases()
    .map((one) => ({ one, at: order(one) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return drawn.slice(0, count).map(({ one }) => one);
}
