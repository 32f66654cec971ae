import { Component, type ComponentChildren, type FunctionComponent } from 'preact';

/**
 * A component that is rendered again only when one of its props is another. A vnode out of `useMemo` must not stand for
 * it: it refers to the tree in which it was made, that one to the other vnodes made before, and so to all trees so far.
 */
export function memo<Props extends object>(component: FunctionComponent<Props>): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const names = Object.keys(next) as (keyof Props)[]; // its own
      return names.some((name) => next[name] !== this.props[name]);
    }
    override render(): ComponentChildren {
      return component(this.props);
    }
  }
  // Preact takes a class wherever it takes a function.
  return Memo as unknown as FunctionComponent<Props>;
}
