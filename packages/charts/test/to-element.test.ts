import { BackendError } from '@neurite/core';
import { expect, test } from 'vitest';
import { learningCurves, toElement } from '../src/index.js';

const chart = learningCurves([{ epoch: 1, loss: 0.5 }]);

test('uses the given document and fits its container, without a style attribute', () => {
  const style: Record<string, string> = {};
  const documents: unknown[] = [];
  const document = {} as Document;
  const element = { style } as unknown as SVGSVGElement;
  const render = (given: Document): SVGSVGElement => {
    documents.push(given);
    return element;
  };
  expect(toElement({ ...chart, render }, { document })).toBe(element);
  expect(documents[0]).toBe(document);
  expect(style).toEqual({ maxWidth: '100%', height: 'auto' });
});

test('says what to do where there is no document', () => {
  expect(() => toElement(chart)).toThrow(
    new BackendError({
      where: 'toElement',
      problem: 'there is no document here',
      advice: 'Use toSvg for the chart as text, or pass a `document`',
    }),
  );
});
