export { blurRows } from './blur';
export { blendGray, mapBytes, reverseRows } from './bytes';
export { sampleHomography, sampleRow } from './sample';
