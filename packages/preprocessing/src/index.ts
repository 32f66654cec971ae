export * from './column.js';
export * from './numbers/binning.js';
export * from './numbers/min-max.js';
export * from './numbers/power.js';
export * from './numbers/quantile.js';
export * from './numbers/robust.js';
export * from './numbers/standardize.js';
