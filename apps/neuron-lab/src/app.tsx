import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { LayersRoom } from './layers/layers-room.js';
import { NetworkRoom } from './network/network-room.js';
import { NeuronRoom } from './neuron/neuron-room.js';
import { parseRoute } from './url/route.js';

type Room = { readonly name: string; readonly title: string; readonly View: ComponentType };

const ROOMS: readonly [Room, ...Room[]] = [
  { name: 'neuron', title: 'One neuron', View: NeuronRoom },
  { name: 'network', title: 'A deep network', View: NetworkRoom },
  { name: 'layers', title: 'Layers', View: LayersRoom },
];

/** The page: its rooms, one of them open. */
export function App(): JSX.Element {
  const [name, setName] = useState(() => parseRoute(location.hash).room);
  useEffect(() => {
    const follow = (): void => setName(parseRoute(location.hash).room);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const room = ROOMS.find((one) => one.name === name) ?? ROOMS[0];
  useEffect(() => {
    document.title = `${room.title} · Neuron laboratory`;
    // An address without a room, or with an unknown one, becomes that of the room that is shown.
    if (parseRoute(location.hash).room !== room.name) history.replaceState(null, '', `#${room.name}`);
  }, [room]);
  return (
    <>
      <header class="top">
        <a class="brand" href={`#${ROOMS[0].name}`}>
          <img src="./icon.svg" alt="" width="28" height="28" />
          Neuron laboratory
        </a>
        <nav aria-label="Rooms">
          {ROOMS.map((one) => (
            <a key={one.name} href={`#${one.name}`} aria-current={one === room ? 'page' : undefined}>
              {one.title}
            </a>
          ))}
        </nav>
        <ThemeSwitch name="neuron-lab" />
      </header>
      <main key={room.name}>
        <room.View />
      </main>
      <footer>Everything is computed in this page, by the packages of neurite. Nothing leaves your device.</footer>
    </>
  );
}
