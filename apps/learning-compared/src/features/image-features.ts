import type { Table } from '@neurite/core';
import { colorMoments } from './color-moments.js';
import { moments } from './moments.js';
import { type Image, orientedGradients } from './oriented-gradients.js';
import { type GrayImage, projections } from './projections.js';

/** About how many cells of gradients lie along a side. */
const CELLS = 4;

/**
 * What a person would measure on an image before a model learns from it: edges and their directions, profiles, moments.
 *
 * @param images samples × height × width × channels, from 0 to 1; at least one sample
 * @returns a row for each image
 */
export function imageFeatures(
  images: Float32Array,
  [height, width, channels]: readonly [number, number, number],
): Table & { readonly data: Float32Array } {
  const size = height * width * channels;
  const rows = images.length / size;
  const featuresAt = (row: number) =>
    featuresOf({ data: images.subarray(row * size, (row + 1) * size), height, width, channels });
  const columns = featuresAt(0).length;
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) data.set(featuresAt(row), row * columns);
  return { rows, columns, data };
}

function featuresOf(image: Image): number[] {
  const gray = toGray(image);
  const cell = Math.floor(Math.min(image.height, image.width) / CELLS);
  const colors = image.channels > 1 ? colorMoments(image) : [];
  return [...orientedGradients(image, { cell }), ...projections(gray), ...moments(gray), ...colors];
}

/** The mean of the channels. */
function toGray({ data, height, width, channels }: Image): GrayImage {
  const gray = new Float64Array(height * width);
  for (let i = 0; i < data.length; i++) gray[Math.floor(i / channels)]! += data[i]! / channels;
  return { data: gray, height, width };
}
