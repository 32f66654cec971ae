/** Names of numbers that belong together. */
export type Group = { readonly group: string; readonly names: readonly string[] };

/** The group of names without one. */
const PLAIN = 'training';

/**
 * The names of all runs by what stands before their first `/`, in the order in which they appeared; first those that have
 * none.
 */
export function groupsOf(runs: readonly (readonly string[])[]): Group[] {
  const groups = new Map<string, string[]>([[PLAIN, []]]);
  for (const name of new Set(runs.flat())) {
    const end = name.indexOf('/');
    const group = end > 0 ? name.slice(0, end) : PLAIN;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].filter(([, names]) => names.length > 0).map(([group, names]) => ({ group, names }));
}
