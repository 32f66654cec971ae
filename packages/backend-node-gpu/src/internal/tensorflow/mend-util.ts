import util from 'node:util';

/** Gives Node's `util` the functions that tfjs-node calls, of which Node 23 removed one and deprecates the other. */
export function mendUtil(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  old.isArray = Array.isArray;
}
