import type { Estimator, FittedEstimator } from '@neurite/core';

export type Row = { readonly size: number | string; readonly busy?: Int32Array; readonly free?: () => void };

export const estimator: Estimator<readonly Row[], FittedEstimator<readonly Row[]>>;
