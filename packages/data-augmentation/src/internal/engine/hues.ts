import {
  add,
  concat,
  divNoNan,
  equal,
  max,
  maximum,
  min,
  minimum,
  mod,
  mul,
  split,
  sub,
  type Tensor4D,
  where,
} from '@tensorflow/tfjs-core';

/**
 * Turns hues by shares of the circle: `turnHue` for a batch.
 *
 * @param colors [batch, height, width, 3]
 * @param turns [batch, 1, 1, 1]
 */
export function turnedHues(colors: Tensor4D, turns: Tensor4D): Tensor4D {
  const [red, green, blue] = split(colors, 3, 3) as [Tensor4D, Tensor4D, Tensor4D]; // three channels
  const most = max<Tensor4D>(colors, 3, true);
  const range = sub(most, min(colors, 3, true));
  const share = (first: Tensor4D, second: Tensor4D): Tensor4D => divNoNan(sub(first, second), range);
  const sixths = where(
    equal(most, red),
    share(green, blue),
    where(equal(most, green), add(share(blue, red), 2), add(share(red, green), 4)),
  );
  const hue = mod(add(sixths, mul(turns, 6)), 6);
  const channels = [0, 1, 2].map((channel) => {
    const distance = mod(add(hue, 5 - 2 * channel), 6);
    return sub(most, mul(range, maximum(0, minimum(minimum(distance, sub(4, distance)), 1))));
  });
  return concat(channels as Tensor4D[], 3);
}
