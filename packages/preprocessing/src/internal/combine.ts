import type { Category } from '../column.js';
import { toCategory } from './to-category.js';

/** The combination of categories: parts that contain the sign between them are marked, so that no two are the same. */
export function combine(where: string, values: readonly Category[], row: number): Category {
  const keys = values.map((value) => toCategory(where, value, row));
  if (keys.includes(null)) return null;
  return keys.map((key) => String(key).replace(/[\\×]/g, '\\$&')).join(' × ');
}
