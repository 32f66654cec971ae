import { ArgumentError, type Augmentation } from '@neurite/core';

/** @throws ArgumentError */
export function checkAugmentsImages<Params>(
  where: string,
  augmentation: Augmentation<Params>,
): asserts augmentation is Augmentation<Params> & Required<Pick<Augmentation<Params>, 'images'>> {
  if (typeof augmentation?.images === 'function') return;
  throw new ArgumentError({
    where,
    argument: 'augmentation',
    expected: 'be one that changes batches of images on the engine',
    received: typeof augmentation?.name === 'string' ? augmentation.name : String(augmentation),
    advice: 'Augment samples on the host, with `augment` of a data set',
  });
}
