import { type SgdUpdateOptions, sgdUpdateOperation } from '@neurite/ops';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

const VELOCITY = 'momentum * velocity + gradient';

/** Two programs instead of four or six. */
export const sgdUpdate: FusedKernel = fusedKernel<'gradient' | 'velocity' | 'learningRate', SgdUpdateOptions>(
  sgdUpdateOperation,
  (target, { gradient, velocity, learningRate: scalar }, { momentum, nesterov }) => {
    const learningRate = target.hostNumber(scalar);
    if (learningRate === undefined) return undefined;
    const inputs = { gradient, velocity };
    const direction = nesterov ? `gradient + momentum * (${VELOCITY})` : VELOCITY;
    return [
      target.elementwise({
        name: nesterov ? 'NesterovUpdate' : 'SgdUpdate',
        inputs,
        constants: { momentum, learningRate },
        formula: `-learningRate * (${direction})`,
      }),
      target.elementwise({ name: 'SgdVelocity', inputs, constants: { momentum }, formula: VELOCITY }),
    ];
  },
);
