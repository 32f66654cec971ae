export * from './examination.js';
export * from './examination-charts.js';
export * from './examination-section.js';
export * from './examination-text.js';
export * from './examine.js';
export * from './examine-options.js';
export * from './examined-data.js';
export * from './finding.js';
