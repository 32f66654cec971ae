import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { BinaryCode } from '../../generated/kernel-calls.js';
import type { KernelFunction } from '../../kernel.js';
import type { ComplexParts } from '../../tensor-data.js';
import { disposeAll } from '../compose.js';
import { applyBinary } from './apply-binary.js';

type Operands = Readonly<Record<'a' | 'b', TensorInfo>>;

/** A sum or difference of complex tensors: that of the real parts, and that of the imaginary ones. */
export function eachPart(code: BinaryCode): KernelFunction<Operands> {
  return ({ inputs: { a, b }, backend }) => {
    const [x, y] = [partsOf(backend, a), partsOf(backend, b)];
    const real = applyBinary(backend, code, [x.real, y.real]);
    return complexOf(backend, { real, imag: applyBinary(backend, code, [x.imag, y.imag]) });
  };
}

/** (a + bi)(c + di) = ac − bd + (ad + bc)i */
export const complexProduct: KernelFunction<Operands> = ({ inputs: { a, b }, backend }) => {
  const [x, y] = [partsOf(backend, a), partsOf(backend, b)];
  const product = (left: TensorInfo, right: TensorInfo): TensorInfo =>
    applyBinary(backend, BinaryCode.Multiply, [left, right]);
  const products = [
    product(x.real, y.real),
    product(x.imag, y.imag),
    product(x.real, y.imag),
    product(x.imag, y.real),
  ] as const;
  const real = applyBinary(backend, BinaryCode.Sub, [products[0], products[1]]);
  const imag = applyBinary(backend, BinaryCode.Add, [products[2], products[3]]);
  disposeAll(backend, products);
  return complexOf(backend, { real, imag });
};

function partsOf(backend: WasmBackend, { dataId }: TensorInfo): ComplexParts {
  return backend.data.get(dataId).complexTensorInfos!; // a complex tensor has them
}

/** A complex tensor of parts that nothing else refers to. */
function complexOf(backend: WasmBackend, parts: ComplexParts): TensorInfo {
  const output = backend.makeTensorInfo(parts.real.shape, 'complex64');
  backend.data.get(output.dataId).complexTensorInfos = parts;
  return output;
}
