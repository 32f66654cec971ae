import type { Json } from '@neurite/core';
import type { Space } from '../space/space.js';

/** How each hyperparameter is made, by its path: what must be equal for two spaces to be one. */
export function spaceAsJson(space: Space, prefix = ''): Readonly<Record<string, Json>> {
  const flat: Record<string, Json> = {};
  for (const [name, dimension] of Object.entries(space)) {
    const path = `${prefix}${name}`;
    if (typeof dimension.kind !== 'string')
      Object.assign(flat, spaceAsJson(dimension as Space, `${path}.`)); // a record of them
    else if (dimension.kind === 'conditional') {
      const { variants } = dimension as { readonly variants: Readonly<Record<string, Space>> }; // of this kind
      flat[path] = { kind: 'conditional', variants: Object.keys(variants) };
      for (const [variant, inner] of Object.entries(variants)) {
        Object.assign(flat, spaceAsJson(inner, `${path}.${variant}.`));
      }
    } else flat[path] = JSON.parse(JSON.stringify(dimension)) as Json;
  }
  return flat;
}
