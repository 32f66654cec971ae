export { conv2dGradient } from './gradients/convolution.js';
export { sumTo } from './internal/broadcast.js';
export { defineOperation, type Operation, type OperationDefinition } from './internal/define-operation.js';
export { dilateFilter } from './internal/dilate.js';
export { type FusedGradient, fusedGradient } from './internal/fused-gradient.js';
export { type FusedOperation, fusedOperation } from './internal/fused-operation.js';
export { type InputGradients, kernelGradient, zerosOf } from './internal/kernel-gradient.js';
export { reluGrad, reluGradOperation } from './internal/relu-grad.js';
export { select } from './internal/select.js';
