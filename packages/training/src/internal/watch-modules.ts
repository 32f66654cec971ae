import { type Context, Module, type ModuleTree, type RunInput, type RunOutput, walk } from '@neurite/core';

/** What is told of each module that runs. */
export type ModuleWatcher = {
  enter?(path: string, module: Module<never, unknown>): void;
  /** Not called where the module throws. */
  leave?(path: string, output: unknown): void;
};

/** Tells of every module below `root` that runs within `f`; one whose methods are fields of its own is left out. */
export function watchModules<R>(root: ModuleTree, watcher: ModuleWatcher, f: () => R): R {
  const restore: (() => void)[] = [];
  const wrap = <Args extends unknown[], Out>(
    path: string,
    node: Module<never, unknown>,
    name: 'forward' | 'run',
    method: (...args: Args) => Out,
  ): void => {
    if (Object.hasOwn(node, name) || !Object.isExtensible(node)) return;
    const value = (...args: Args): Out => {
      watcher.enter?.(path, node);
      const output = method.apply(node, args);
      watcher.leave?.(path, output);
      return output;
    };
    Object.defineProperty(node, name, { configurable: true, value });
    restore.push(() => Reflect.deleteProperty(node, name));
  };
  try {
    for (const [path, node] of walk(root)) {
      if (!(node instanceof Module)) continue;
      wrap<[never, Context], unknown>(path, node, 'forward', node.forward);
      wrap<[RunInput<never>, Context], RunOutput<unknown>>(path, node, 'run', node.run);
    }
    return f();
  } finally {
    for (const undo of restore) undo();
  }
}
