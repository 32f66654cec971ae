import { useEffect, useState } from 'preact/hooks';
import type { Runs } from '../messages.js';

/**
 * What the server has of an address below `api/`; undefined until it has answered, and where it has nothing.
 *
 * @param version another one asks again
 */
export function useServerData<Data>(address: string, version: number): Data | undefined {
  const [found, setFound] = useState<{ readonly address: string; readonly data: Data }>();
  useEffect(() => {
    const stop = new AbortController();
    load<Data>(address, stop.signal).then(
      (data) => data !== undefined && setFound({ address, data }),
      () => undefined, // It was stopped, or the server has gone, which the page says elsewhere.
    );
    return () => stop.abort();
  }, [address, version]);
  // Of another address there is nothing yet; of an older version there is until the new one comes.
  return found?.address === address ? found.data : undefined;
}

export type Watched = { readonly runs: Runs['runs']; readonly connected: boolean };

/** The runs, asked for again each time the server says that they have grown. */
export function useRuns(): Watched {
  const [watched, setWatched] = useState<Watched>({ runs: [], connected: true });
  useEffect(() => {
    const refresh = async (): Promise<void> => {
      const answer = await load<Runs>('runs').catch(() => undefined);
      if (answer !== undefined) setWatched({ ...answer, connected: true });
    };
    const changes = new EventSource('./api/changes');
    changes.onopen = refresh;
    changes.onmessage = refresh;
    changes.onerror = () => setWatched((before) => ({ ...before, connected: false }));
    return () => changes.close();
  }, []);
  return watched;
}

/** Builds the address of something of a run. */
export function addressOf(what: string, query: Readonly<Record<string, string | number>>): string {
  const text = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return `${what}?${new URLSearchParams(text)}`;
}

async function load<Data>(address: string, signal?: AbortSignal): Promise<Data | undefined> {
  const response = await fetch(`./api/${address}`, signal === undefined ? {} : { signal });
  return response.ok ? response.json() : undefined;
}
