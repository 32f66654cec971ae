import { useRef, useState } from 'preact/hooks';
import type { NeuronPlace } from './neuron-name.js';

/** What makes a neuron's button a part of one stop of the keyboard. */
type NodeProps = {
  readonly tabIndex: 0 | -1;
  readonly ref: (button: HTMLButtonElement | null) => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

const WAYS: Readonly<Record<string, readonly [layers: number, units: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The neuron that an arrow key leads to; undefined for other keys, and at the border. */
export function nextNode(
  key: string,
  { layer, unit }: NeuronPlace,
  layers: readonly { readonly length: number }[],
): NeuronPlace | undefined {
  const way = WAYS[key];
  if (way === undefined) return undefined;
  const count = layers[layer + way[0]]?.length ?? 0;
  const next = way[1] === 0 ? Math.min(unit, count - 1) : unit + way[1];
  return next >= 0 && next < count ? { layer: layer + way[0], unit: next } : undefined;
}

/**
 * All neurons are one stop of the Tab key, and the arrow keys go from one to another: with a stop for each, what comes
 * after them would be out of reach.
 */
export function useNodeKeys(layers: readonly { readonly length: number }[]): (node: NeuronPlace) => NodeProps {
  const [last, setLast] = useState<NeuronPlace>({ layer: 0, unit: 0 });
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  // The network may have become smaller.
  const stop = last.unit < (layers[last.layer]?.length ?? 0) ? last : { layer: 0, unit: 0 };
  return (node) => {
    const key = `${node.layer}.${node.unit}`;
    return {
      tabIndex: node.layer === stop.layer && node.unit === stop.unit ? 0 : -1,
      ref: (button) => {
        if (button === null) buttons.current.delete(key);
        else buttons.current.set(key, button);
      },
      onFocus: () => setLast(node),
      onKeyDown: (event) => {
        const next = nextNode(event.key, node, layers);
        if (next === undefined) return;
        buttons.current.get(`${next.layer}.${next.unit}`)?.focus();
        event.preventDefault();
      },
    };
  };
}
