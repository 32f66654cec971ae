export { blurRows } from './blur';
export { mapBytes, reverseRows, scaleBytes } from './bytes';
export { blendGray, makeGray, sumColors, turnHues } from './colors';
export { resampleAcross, resampleDown } from './resample';
export { sampleHomography, sampleRow } from './sample';
