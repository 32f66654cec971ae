import type { OperationSpec } from '../../operation-spec.js';
import { attentions } from './attention.js';
import { dense } from './dense.js';
import { elementwise } from './elementwise.js';
import { losses } from './losses.js';
import { norms } from './norms.js';
import { optimizers } from './optimizers.js';
import { recurrent } from './recurrent.js';

/** The project's own operations. */
export const own: readonly OperationSpec[] = [
  ...dense,
  ...norms,
  ...losses,
  ...elementwise,
  ...attentions,
  ...recurrent,
  ...optimizers,
];
