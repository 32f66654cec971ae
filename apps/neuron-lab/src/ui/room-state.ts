import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Decoded } from '../url/fields.js';
import { formatRoute, parseRoute } from '../url/route.js';

/** How the state of a room becomes the query of an address and back. */
export type RoomCodec<State> = {
  readonly room: string;
  readonly encode: (state: State) => string;
  readonly decode: (query: string) => Decoded<State>;
};

/** Browsers refuse more than about a hundred changes of the address in 30 s. */
const ADDRESS_PAUSE = 350;

/**
 * The state of a room. The address of the page follows it, and it follows the address.
 *
 * @returns the state, a setter, what in the address was not understood, how many addresses were read, and a function that
 *   reads another query as if it were the address's
 */
export function useRoomState<State>(
  codec: RoomCodec<State>,
): readonly [State, (change: (state: State) => State) => void, readonly string[], number, (query: string) => void] {
  const [{ state, problems, arrivals }, setDecoded] = useState(() => ({
    ...codec.decode(parseRoute(location.hash).query),
    arrivals: 1,
  }));
  const timer = useRef(0);
  const latest = useRef(state);
  latest.current = state;
  /** The address as it was read or written last. */
  const known = useRef(location.hash);

  useEffect(() => {
    const follow = (): void => {
      known.current = location.hash;
      const { room, query } = parseRoute(location.hash);
      if (room === codec.room && query !== codec.encode(latest.current)) {
        setDecoded((before) => ({ ...codec.decode(query), arrivals: before.arrivals + 1 }));
      }
    };
    window.addEventListener('hashchange', follow);
    // Effects run after the page has been drawn: the address may have changed since it was read.
    if (location.hash !== known.current) follow();
    return () => window.removeEventListener('hashchange', follow);
  }, [codec]);

  useEffect(() => {
    // A timer that always starts anew would wait as long as something plays.
    if (timer.current !== 0) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      // Somebody has followed a link, of which this page is told in a moment: it must not be written over.
      if (location.hash !== known.current || parseRoute(location.hash).room !== codec.room) return;
      const hash = formatRoute({ room: codec.room, query: codec.encode(latest.current) });
      if (hash !== location.hash) history.replaceState(null, '', hash);
      known.current = location.hash;
    }, ADDRESS_PAUSE);
  }, [state, codec]);

  const set = useCallback(
    (change: (state: State) => State) => setDecoded((before) => ({ ...before, state: change(before.state) })),
    [],
  );
  const read = useCallback(
    (query: string) => setDecoded((before) => ({ ...codec.decode(query), arrivals: before.arrivals + 1 })),
    [codec],
  );
  return [state, set, problems, arrivals, read];
}
