/** Where the page is: a room, and the state of it as a query. */
export type Route = { readonly room: string; readonly query: string };

/** `#neuron?rate=0.1` → room and query. An address without a room has the room ''. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  return mark < 0 ? { room: text, query: '' } : { room: text.slice(0, mark), query: text.slice(mark + 1) };
}

/** The opposite of `parseRoute`. */
export function formatRoute({ room, query }: Route): string {
  return query === '' ? `#${room}` : `#${room}?${query}`;
}
