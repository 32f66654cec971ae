// What the engine can do, by the names under which TypeScript calls it. All pointers are byte addresses in the imported memory.
export { matrixProduct, matrixProductScratch } from './matrix-product';
