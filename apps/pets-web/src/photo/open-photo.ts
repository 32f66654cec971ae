import { FormatError } from '@neurite/core/errors';
import type { Photo } from './photo.js';

/** The longer side of a photograph that is shown and looked at, in pixels: a network sees far fewer. */
const LONGEST = 1024;
/** Height and width below which nobody sees what a photograph shows, as in the training. */
const SMALLEST = 8;

/**
 * Opens an image of any format that the browser shows, upright. Large ones become smaller while they are decoded.
 *
 * @throws FormatError where it is no such image, or too small to show anything
 */
export async function openPhoto(file: File): Promise<Photo> {
  // What is pasted has a name that nobody gave it.
  const name = file.name || 'the image';
  const size = await sizeOf(file).catch(() => undefined);
  if (size === undefined) throw unreadable(name);
  const { width, height } = size;
  if (Math.min(width, height) < SMALLEST) {
    const problem = `the image has ${width} × ${height} pixels, and must have at least ${SMALLEST} on each side`;
    throw new FormatError({ where: name, problem });
  }
  try {
    return { bitmap: await createImageBitmap(file, optionsFor(width, height)), name };
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** What the camera sees now. */
export async function takePhoto(video: HTMLVideoElement): Promise<Photo> {
  const bitmap = await createImageBitmap(video, optionsFor(video.videoWidth, video.videoHeight));
  return { bitmap, name: 'the camera' };
}

/** @returns how a bitmap of an image is made: of one that is small enough, with all of its pixels */
function optionsFor(width: number, height: number): ImageBitmapOptions {
  // Colors as they are in the file, which is what the network was trained with.
  const upright = { imageOrientation: 'from-image', colorSpaceConversion: 'none' } as const;
  const scale = LONGEST / Math.max(width, height);
  if (scale >= 1) return upright;
  const [resizeWidth, resizeHeight] = [width, height].map((length) => Math.max(SMALLEST, Math.round(scale * length)));
  return { ...upright, resizeWidth: resizeWidth!, resizeHeight: resizeHeight!, resizeQuality: 'high' };
}

/** Of the upright image, by its head: nothing is decoded. */
async function sizeOf(file: File): Promise<{ readonly width: number; readonly height: number }> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = url;
    });
    return { width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(url);
  }
}

function unreadable(name: string, cause?: unknown): FormatError {
  const problem = 'this browser cannot read it as an image';
  return new FormatError({ where: name, problem, advice: 'Take a JPEG, PNG or WebP image', cause });
}
