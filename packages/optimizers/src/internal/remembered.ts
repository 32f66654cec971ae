/** The same function, which works out the answer for each path once. */
export function remembered<R>(f: (path: string) => R): (path: string) => R {
  const known = new Map<string, R>();
  return (path) => {
    let found = known.get(path);
    if (found === undefined) {
      found = f(path);
      known.set(path, found);
    }
    return found;
  };
}
