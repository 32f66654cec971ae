import { ArgumentError, DtypeError, FormatError } from '@neurite/core';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { complex, dispose, memory, ones, scalar, tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  readSafetensors,
  type SafetensorsEntry,
  safetensorsToTensors,
  tensorsToSafetensors,
  writeSafetensors,
} from '../src/index.js';

function file(entry: SafetensorsEntry): Uint8Array {
  return writeSafetensors({ tensors: { a: entry } });
}

onEachBackend(() => {
  describe('tensorsToSafetensors and safetensorsToTensors', () => {
    it('give back the same tensors and leave no others', async () => {
      await expectNoLeak(async () => {
        const tensors = {
          'layers.0.kernel': tensor([1.5, -0, Number.NaN, Infinity, 1e-40, 3e38], [2, 3]),
          labels: tensor1d([1, -2, 3], 'int32'),
          mask: tensor1d([true, false], 'bool'),
          step: scalar(4, 'int32'),
          signal: complex([1, -0, 3], [-1, Number.NaN, 4]),
          none: zeros([0, 3]),
        };
        const bytes = await tensorsToSafetensors(tensors, { metadata: { epoch: '4' } });
        const read = safetensorsToTensors(bytes);
        expect(read.metadata).toEqual({ epoch: '4' });
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, original] of Object.entries(tensors)) {
          const copy = read.tensors[name]!;
          expect([copy.dtype, copy.shape]).toEqual([original.dtype, original.shape]);
          expect(Array.from(await copy.data())).toEqual(Array.from(await original.data()));
        }
        return [tensors, read.tensors];
      });
    });

    it('write floats in 16 bits, and refuse those that would become infinity', async () => {
      const tensors = { kernel: tensor1d([1 / 3, -65504, 1e-3]), labels: tensor1d([7], 'int32') };
      for (const [floats, expected] of [
        ['F16', [0.333251953125, -65504, 0.0010004043579101562]],
        ['BF16', [0.333984375, -65536, 0.00099945068359375]],
      ] as const) {
        const bytes = await tensorsToSafetensors(tensors, { floats });
        const { kernel, labels } = readSafetensors(bytes).tensors;
        expect([kernel!.dtype, labels!.dtype]).toEqual([floats, 'I32']);
        expect([...(kernel!.data as Float32Array)]).toEqual(expected);
      }
      const large = tensor1d([Infinity, 65520]);
      const act = tensorsToSafetensors({ large }, { floats: 'F16' });
      await expect(act).rejects.toThrow(ArgumentError);
      await expect(act).rejects.toThrow(
        'tensorsToSafetensors: `large` must have numbers of at most 65504 to be written as F16; received 65520. BF16 has the range of float32.',
      );
      await expect(tensorsToSafetensors({ large }, { floats: 'F64' as 'F16' })).rejects.toThrow(
        "tensorsToSafetensors: `floats` must be 'F32', 'F16' or 'BF16'; received",
      );
      dispose([...Object.values(tensors), large]);
    });

    it('refuse NaN and infinity by name where numbers must be finite', () => {
      const before = memory().numTensors;
      for (const [entry, received] of [
        [{ dtype: 'F32', shape: [3], data: Float32Array.of(1, Number.NaN, 2) }, 'NaN at index 1'],
        [{ dtype: 'F64', shape: [1], data: Float64Array.of(-Infinity) }, '-Infinity at index 0'],
        [{ dtype: 'F16', shape: [2], data: Float32Array.of(0, Infinity) }, 'Infinity at index 1'],
        [{ dtype: 'BF16', shape: [1], data: Float32Array.of(Number.NaN) }, 'NaN at index 0'],
      ] as const) {
        expect(() => safetensorsToTensors(file(entry), { finite: true })).toThrow(FormatError);
        expect(() => safetensorsToTensors(file(entry), { finite: true })).toThrow(
          `safetensorsToTensors: \`a\` must have finite numbers only; received ${received}. A training that diverged leaves such weights`,
        );
      }
      expect(memory().numTensors).toBe(before);
      const { tensors } = safetensorsToTensors(file({ dtype: 'I64', shape: [1], data: BigInt64Array.of(7n) }), {
        finite: true,
      });
      tensors.a!.dispose();
    });

    it('refuse text', async () => {
      const words = tensor1d(['a']);
      const act = tensorsToSafetensors({ words });
      await expect(act).rejects.toThrow(DtypeError);
      await expect(act).rejects.toThrow(
        'tensorsToSafetensors: `words` must be float32, complex64, int32 or bool; received string.',
      );
      words.dispose();
    });

    it('turn every dtype into one of tfjs', async () => {
      const dtypes: Record<string, string> = {};
      const entries: SafetensorsEntry[] = [
        { dtype: 'F64', shape: [1], data: Float64Array.of(0.1) },
        { dtype: 'F16', shape: [1], data: Float32Array.of(0.5) },
        { dtype: 'BF16', shape: [1], data: Float32Array.of(0.5) },
        { dtype: 'F8_E4M3', shape: [1], data: Float32Array.of(0.5) },
        { dtype: 'F8_E5M2', shape: [1], data: Float32Array.of(0.5) },
        { dtype: 'C64', shape: [1], data: Float32Array.of(0.5, 1) },
        { dtype: 'I64', shape: [1], data: BigInt64Array.of(-5n) },
        { dtype: 'I16', shape: [1], data: Int16Array.of(-5) },
        { dtype: 'I8', shape: [1], data: Int8Array.of(-5) },
        { dtype: 'U64', shape: [1], data: BigUint64Array.of(5n) },
        { dtype: 'U32', shape: [1], data: Uint32Array.of(5) },
        { dtype: 'U16', shape: [1], data: Uint16Array.of(5) },
        { dtype: 'U8', shape: [1], data: Uint8Array.of(5) },
        { dtype: 'BOOL', shape: [1], data: Uint8Array.of(1) },
      ];
      for (const entry of entries) {
        const a = safetensorsToTensors(file(entry)).tensors.a!;
        expect((await a.data())[0]).toBe(Math.fround(Number(entry.data[0])));
        dtypes[entry.dtype] = a.dtype;
        a.dispose();
      }
      const integers = Object.fromEntries(['I64', 'I16', 'I8', 'U64', 'U32', 'U16', 'U8'].map((key) => [key, 'int32']));
      const floats = Object.fromEntries(['F64', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2'].map((key) => [key, 'float32']));
      expect(dtypes).toEqual({ ...floats, C64: 'complex64', BOOL: 'bool', ...integers });
    });

    it.each([
      [{ dtype: 'I64', shape: [1], data: BigInt64Array.of(2n ** 31n) }, 'int32; received 2147483648'],
      [{ dtype: 'U32', shape: [1], data: Uint32Array.of(2 ** 32 - 1) }, 'int32; received 4294967295'],
      [{ dtype: 'F64', shape: [1], data: Float64Array.of(1e300) }, 'float32; received 1e+300'],
    ] as [SafetensorsEntry, string][])('refuse numbers that tfjs cannot hold: %o', (entry, rest) => {
      const before = memory().numTensors;
      const good: SafetensorsEntry = { dtype: 'F32', shape: [], data: Float32Array.of(1) };
      const act = (): unknown => safetensorsToTensors(writeSafetensors({ tensors: { good, a: entry } }));
      expect(act).toThrow(FormatError);
      expect(act).toThrow(
        `safetensorsToTensors: \`a\` must have numbers that fit into ${rest}. readSafetensors gives the numbers unconverted.`,
      );
      expect(memory().numTensors).toBe(before);
    });

    it('write what the tensors held at the call', async () => {
      const kernel = ones([2]);
      const promise = tensorsToSafetensors({ kernel });
      kernel.dispose();
      expect(readSafetensors(await promise).tensors.kernel?.data).toEqual(Float32Array.of(1, 1));
    });
  });
});
