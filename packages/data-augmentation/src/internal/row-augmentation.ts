import {
  type Augmentation,
  checkNumber,
  type FieldsByKind,
  formatShape,
  type HostArray,
  hostLike,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { type Chance, happens } from './image-augmentation.js';

/** An augmentation of the rows of tables, which keeps labels. A draw of null changes nothing. */
export type RowAugmentation<Params> = Augmentation<Params | null> & Required<Pick<Augmentation<Params | null>, 'row'>>;

/** The draw and the change of rows; chance, checks, and the kinds that stay are added. */
export function rowAugmentation<Params>({
  name,
  probability,
  draw,
  row: change,
}: {
  readonly name: string;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  /** @param values a copy of the row, which is changed in place */
  readonly row: (values: Float32Array, params: Params) => void;
} & Required<Chance>): RowAugmentation<Params> {
  checkNumber(name, 'probability', probability, { atLeast: 0, atMost: 1 });
  return {
    name,
    keeps: ['label'],
    draw: (random, fields) => (happens(random, probability) ? draw(random, fields) : null),
    row: (row, params) => {
      checkRow(name, row);
      if (params === null) return row;
      const result = hostLike(row);
      result.data.set(row.data);
      change(result.data, params);
      return result;
    },
  };
}

/** @throws ShapeError when a row is not [columns] */
export function checkRow(where: string, { shape }: HostArray): void {
  if (shape.length === 1) return;
  throw new ShapeError({ where, argument: 'row', expected: 'have shape [columns]', received: formatShape(shape) });
}
