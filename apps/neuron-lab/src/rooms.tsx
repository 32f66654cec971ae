import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fetchKernels } from './early.js';
import { loadConvolve, loadProbabilities, loadUnroll } from './layers/computations.js';
import { engineOn } from './layers/use-computed.js';
import { computing } from './neuron/computing.js';
import { prepareWorker } from './training/training-workers.js';
import { engineProblem } from './ui/engine-problem.js';
import { parseRoute } from './url/route.js';

type Room = { readonly title: string; readonly load: () => Promise<ComponentType> };

/** Each is loaded when it is opened, and what computes in it at the same time. */
const ROOMS = {
  neuron: {
    title: 'One neuron',
    load: () => {
      void computing();
      return import('./neuron/neuron-room.js').then((room) => {
        fetchKernels({ threads: false });
        return room.NeuronRoom;
      });
    },
  },
  network: {
    title: 'A deep network',
    load: () => {
      prepareWorker();
      return import('./network/network-room.js').then((room) => {
        fetchKernels({ threads: true });
        return room.NetworkRoom;
      });
    },
  },
  layers: {
    title: 'Layers',
    load: () => {
      void engineOn();
      // The room asks for them, and says where they do not come.
      for (const program of [loadConvolve(), loadUnroll(), loadProbabilities()]) program.catch(() => {});
      return import('./layers/layers-room.js').then((room) => {
        fetchKernels({ threads: false });
        return room.LayersRoom;
      });
    },
  },
  images: {
    title: 'Images',
    load: () => import('./images/images-room.js').then((room) => room.ImagesRoom),
  },
} satisfies Record<string, Room>;
type RoomName = keyof typeof ROOMS;

/** An address without a room, or with an unknown one, means the first; which is then said. */
function roomOf(hash: string): { readonly name: RoomName; readonly unknown: string } {
  const { room } = parseRoute(hash);
  if (Object.hasOwn(ROOMS, room)) return { name: room as RoomName, unknown: '' }; // one of its keys
  return { name: 'neuron', unknown: room };
}

/** The room that the address names. Until the next one is loaded, the last one stays. */
export function Rooms(): JSX.Element {
  const [room, setRoom] = useState(() => {
    const first = roomOf(location.hash);
    // Effects wait for the first paint, which takes long on a slow device: the room is loaded meanwhile.
    ROOMS[first.name].load().catch(() => {}); // the effect below asks again, and says it
    return first;
  });
  const { name, unknown } = room;
  const [open, setOpen] = useState<{ readonly name: RoomName; readonly View: ComponentType }>();
  const [problem, setProblem] = useState('');
  const [noEngine, setNoEngine] = useState('');
  useEffect(() => void engineProblem.then(setNoEngine), []);
  useEffect(() => {
    const follow = (): void => setRoom(roomOf(location.hash));
    window.addEventListener('hashchange', follow);
    // The address may have changed since it was read for the first drawing.
    follow();
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  // Each time an address is followed, even if it names what the last one did.
  useEffect(() => {
    // The address may be the next one already, whose turn comes.
    if (parseRoute(location.hash).room === room.unknown) history.replaceState(null, '', `#${room.name}`);
  }, [room]);
  useEffect(() => {
    let replaced = false;
    setProblem('');
    document.title = `${ROOMS[name].title} · Neuron laboratory`;
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
  if (open === undefined) return <p class="hint">The room is being opened …</p>;
  return (
    <>
      {unknown === '' ? null : (
        <p class="problem banner" role="alert">
          There is no room “{unknown.slice(0, 48)}”; this is the first one.
        </p>
      )}
      {noEngine === '' ? null : (
        <p class="problem banner" role="alert">
          The engine does not start here, so this room computes nothing. {noEngine}
        </p>
      )}
      <open.View key={open.name} />
    </>
  );
}
