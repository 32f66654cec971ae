import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { onnxNetworks } from '../src/onnx/networks.js';
import { Message } from '../src/onnx/protobuf.js';

it('writes fields in the wire format of protocol buffers', () => {
  const message = new Message().integer(1, 150).bytes(2, 'testing').bytes(3, new Message().integer(1, 1));
  const text = [...new TextEncoder().encode('testing')];
  expect([...message.encode()]).toEqual([0x08, 0x96, 0x01, 0x12, 0x07, ...text, 0x1a, 0x02, 0x08, 0x01]);
});

it('trains: one step of the MLP as a graph lowers the loss', async () => {
  const { batch, inputShape, parameters, encode } = onnxNetworks.mlp!;
  const session = await InferenceSession.create(encode('train'), { intraOpNumThreads: 1 });
  const wave = (shape: readonly number[], scale: number): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    return new Tensor(
      'float32',
      Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i * i + 1)),
      shape,
    );
  };
  const y = Float32Array.from({ length: batch * 10 }, (_, i) => Number(i % 10 === Math.floor(i / 10) % 10));
  const data = { x: wave([batch, ...inputShape], 1), y: new Tensor('float32', y, [batch, 10]) };
  let state: Record<string, Tensor> = {};
  for (const [name, shape] of Object.entries(parameters)) {
    Object.assign(state, { [name]: wave(shape, 0.05), [`m_${name}`]: wave(shape, 0), [`v_${name}`]: wave(shape, 0) });
  }
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { loss, ...next } = await session.run({
      ...data,
      ...state,
      rate: new Tensor('float32', Float32Array.of(3e-4), []),
    });
    losses.push(Number(loss!.data[0]));
    state = Object.fromEntries(
      Object.entries(next).map(([name, value]) => [name.slice('next_'.length), value as Tensor]),
    );
  }
  expect(losses[0]).toBeCloseTo(Math.log(10), 0);
  expect(losses[2]).toBeLessThan(losses[0]!);
});
