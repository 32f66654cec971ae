import { expect, it } from 'vitest';
import { Message } from '../src/onnx/protobuf.js';

it('writes fields in the wire format of protocol buffers', () => {
  const message = new Message().integer(1, 150).bytes(2, 'testing').bytes(3, new Message().integer(1, 1));
  const text = [...new TextEncoder().encode('testing')];
  expect([...message.encode()]).toEqual([0x08, 0x96, 0x01, 0x12, 0x07, ...text, 0x1a, 0x02, 0x08, 0x01]);
});
