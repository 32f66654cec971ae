import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { engineOn } from './layers/use-computed.js';
import { prepareWorker } from './network/training-workers.js';
import { computing } from './neuron/computing.js';
import { parseRoute } from './url/route.js';

type Room = { readonly title: string; readonly load: () => Promise<ComponentType> };

/** Each is loaded when it is opened, and what computes in it at the same time. */
const ROOMS = {
  neuron: {
    title: 'One neuron',
    load: () => {
      void computing();
      return import('./neuron/neuron-room.js').then((room) => room.NeuronRoom);
    },
  },
  network: {
    title: 'A deep network',
    load: () => {
      prepareWorker();
      return import('./network/network-room.js').then((room) => room.NetworkRoom);
    },
  },
  layers: {
    title: 'Layers',
    load: () => {
      void engineOn();
      return import('./layers/layers-room.js').then((room) => room.LayersRoom);
    },
  },
  images: {
    title: 'Images',
    load: () => import('./images/images-room.js').then((room) => room.ImagesRoom),
  },
} satisfies Record<string, Room>;
type RoomName = keyof typeof ROOMS;

/** An address without a room, or with an unknown one, means the first. */
function roomOf(hash: string): RoomName {
  const { room } = parseRoute(hash);
  return room in ROOMS ? (room as RoomName) : 'neuron'; // one of its keys
}

/** The room that the address names. Until the next one is loaded, the last one stays. */
export function Rooms(): JSX.Element {
  const [name, setName] = useState(() => roomOf(location.hash));
  const [open, setOpen] = useState<{ readonly name: RoomName; readonly View: ComponentType }>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const follow = (): void => setName(roomOf(location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    let replaced = false;
    setProblem('');
    document.title = `${ROOMS[name].title} · Neuron laboratory`;
    if (parseRoute(location.hash).room !== name) history.replaceState(null, '', `#${name}`);
    for (const link of document.querySelectorAll('nav a')) {
      if (link.getAttribute('href') === `#${name}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    ROOMS[name].load().then(
      (View) => {
        if (!replaced) setOpen({ name, View });
      },
      () => {
        if (!replaced) setProblem('This room could not be loaded. Check the connection and reload the page.');
      },
    );
    return () => {
      replaced = true;
    };
  }, [name]);
  if (problem !== '') {
    return (
      <p class="problem banner" role="alert">
        {problem}
      </p>
    );
  }
  return open === undefined ? <p class="hint">The room is being opened …</p> : <open.View key={open.name} />;
}
