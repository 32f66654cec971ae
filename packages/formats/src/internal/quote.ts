/** A name as an error shows it: its characters escaped, so that each can be read, and its beginning only where it is long. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
