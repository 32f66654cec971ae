import {
  concat,
  engine,
  expandDims,
  matMul,
  reshape,
  slice,
  type Tensor,
  type Tensor2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Dialect, Rows, Target } from '../../shader.js';

/** [batch, time, n] as a matrix [batch · time, n]: the row of a sample and a step is sample · time + step. */
export function flatSteps(x: TensorInfo): Tensor2D {
  const [batch, time, columns] = x.shape as [number, number, number]; // the shape that sequence operations take
  return reshape(x as Tensor, [batch * time, columns]); // the engine passes tensors
}

/** The states before each step, [batch, time, u], from those after each step and the initial one, [batch, u]. */
export function delayed(states: TensorInfo, initial: TensorInfo): Tensor {
  const [batch, time, units] = states.shape as [number, number, number]; // [batch, time, u]
  const first = expandDims(initial as Tensor, 1); // the engine passes tensors
  return time === 1 ? first : concat([first, slice(states as Tensor, [0, 0, 0], [batch, time - 1, units])], 1);
}

/** aᵀ · b over all samples and steps. */
export function productOverSteps(a: TensorInfo, b: TensorInfo): Tensor2D {
  return matMul(flatSteps(a), flatSteps(b), true);
}

/** A program of one step; `stepRow` is the row of the sample's step in inputs from `flatSteps`. */
export type StepProgram = Omit<Rows, 'constants' | 'outputShape'> & {
  readonly batch: number;
  readonly time: number;
  readonly step: number;
  /** Columns of the output, and units of the layer. */
  readonly width: number;
  readonly units: number;
};

/**
 * Runs a program of one step. It can use `stepRow`, `units`, and the two parts of its `column`: `part`, and the `unit`
 * within it.
 *
 * @returns [batch, width]; the scope around it owns it
 */
export function runStep(target: Target, { batch, time, step, width, units, body, ...program }: StepProgram): Tensor2D {
  const info = target.rows(
    {
      ...program,
      constants: { stepCount: time, stepIndex: step, unitCount: units },
      outputShape: [batch, width],
      body: (dialect: Dialect) => `
        ${dialect.int} units = ${dialect.toInt('unitCount')};
        ${dialect.int} stepRow = row * ${dialect.toInt('stepCount')} + ${dialect.toInt('stepIndex')};
        ${dialect.int} part = column / units;
        ${dialect.int} unit = column - part * units;
        ${body(dialect)}`,
    },
    { rows: batch, columns: width },
  );
  return engine().makeTensorFromTensorInfo(info) as Tensor2D; // two axes, as asked for
}
