import '@neurite/testing';
import { describe, expect, it, vi } from 'vitest';
import { fit, stopOnInterrupt } from '../../src/index.js';
import { lineBatches, momentum, squaredError, Two } from '../support/toys.js';

const options = { loss: squaredError, optimizer: momentum(0.05), epochs: 3 };

// Ctrl-C itself, with processes and signals, is in resume.test.ts.
describe('stopOnInterrupt', () => {
  it('stops after the step, says so, and listens only while the model trains', async () => {
    using model = new Two();
    const said: string[] = [];
    const before = process.listenerCount('SIGTERM');
    const during: number[] = [];
    const history = await fit(model, lineBatches(), {
      ...options,
      callbacks: [
        stopOnInterrupt({ signals: ['SIGTERM'], exit: false, say: (line) => said.push(line) }),
        {
          name: 'signal',
          stepEnd: (run) => {
            during.push(process.listenerCount('SIGTERM') - before);
            if (run.step === 4) process.emit('SIGTERM');
          },
        },
      ],
    });
    expect(history.stopped).toBe('interrupted by SIGTERM');
    expect(history.steps).toBe(4);
    expect(during).toEqual([1, 1, 1, 1]);
    expect(said).toEqual(['Stopping after this step. Once more ends it at once, without a checkpoint.']);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it('exits when everything is closed', async () => {
    using model = new Two();
    const order: string[] = [];
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      order.push(`exit ${code}`);
      return undefined as never;
    });
    await fit(model, lineBatches(), {
      ...options,
      callbacks: [
        stopOnInterrupt({ signals: ['SIGTERM'], say: () => {} }),
        {
          name: 'signal',
          stepEnd: () => void process.emit('SIGTERM'),
          trainEnd: () => void order.push('trainEnd'),
        },
      ],
    });
    exit.mockRestore();
    expect(order).toEqual(['trainEnd', 'exit 143']);
  });

  it('stops listening when training fails', async () => {
    using model = new Two();
    const before = process.listenerCount('SIGINT');
    await expect(fit(model, [], { ...options, callbacks: [stopOnInterrupt()] })).rejects.toThrow();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
