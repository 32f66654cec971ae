import { type AdamUpdateOptions, adamUpdateOperation } from '@neurite/ops';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

const FIRST = 'beta1 * firstMoment + (1.0 - beta1) * gradient';
const SECOND = 'beta2 * secondMoment + (1.0 - beta2) * gradient * gradient';
const DIRECTION = `(${FIRST}) / correction1 / (sqrt((${SECOND}) / correction2) + epsilon)`;

type AdamInputs =
  | 'gradient'
  | 'firstMoment'
  | 'secondMoment'
  | 'parameter'
  | 'learningRate'
  | 'correction1'
  | 'correction2';

/** Three programs, one for each output, instead of fourteen. */
export const adamUpdate: FusedKernel = fusedKernel<AdamInputs, AdamUpdateOptions>(
  adamUpdateOperation,
  (target, { gradient, firstMoment, secondMoment, parameter, ...scalars }, options) => {
    const learningRate = target.hostNumber(scalars.learningRate);
    const correction1 = target.hostNumber(scalars.correction1);
    const correction2 = target.hostNumber(scalars.correction2);
    if (learningRate === undefined || correction1 === undefined || correction2 === undefined) return undefined;
    const { beta1, beta2, epsilon, weightDecay } = options;
    const update = target.elementwise({
      name: 'AdamUpdate',
      inputs: { gradient, firstMoment, secondMoment, ...(weightDecay === 0 ? {} : { parameter }) },
      constants: {
        beta1,
        beta2,
        epsilon,
        correction1,
        correction2,
        learningRate,
        ...(weightDecay === 0 ? {} : { weightDecay }),
      },
      formula: `-learningRate * (${DIRECTION}${weightDecay === 0 ? '' : ' + weightDecay * parameter'})`,
    });
    return [
      update,
      target.elementwise({
        name: 'AdamFirstMoment',
        inputs: { gradient, firstMoment },
        constants: { beta1 },
        formula: FIRST,
      }),
      target.elementwise({
        name: 'AdamSecondMoment',
        inputs: { gradient, secondMoment },
        constants: { beta2 },
        formula: SECOND,
      }),
    ];
  },
);
