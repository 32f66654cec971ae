import type { Module } from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What core calls an activation, or a layer's forward pass that ends with one; that is undefined where it cannot. */
type Role = FusedActivation | ((x: Tensor, activation: FusedActivation) => Tensor | undefined);

const roles = new WeakMap<Module, { readonly forward: unknown; readonly role: Role }>();

/** Says how the forward pass of a module's class takes part in `forwardTogether`. */
export function fuses(module: Module, { prototype }: { readonly prototype: Module }, role: Role): void {
  roles.set(module, { forward: prototype.forward, role });
}

/**
 * Runs a layer and the activation after it in one step, which is faster.
 *
 * @returns what the activation gives; undefined where these two have to run one after the other
 */
export function forwardTogether(layer: Module, next: Module | undefined, x: Tensor): Tensor | undefined {
  const [run, activation] = [layer, next].map(roleOf);
  return typeof run === 'function' && typeof activation === 'string' ? run(x, activation) : undefined;
}

/** None where another forward pass was put in the place of the class's. */
function roleOf(module: Module | undefined): Role | undefined {
  const known = module && roles.get(module);
  return known?.forward === module?.forward ? known?.role : undefined;
}
