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

  it('takes signals within half a second for one, and leaves a later one to the system', async () => {
    using model = new Two();
    const said: string[] = [];
    const before = process.listenerCount('SIGTERM');
    const listeners: number[] = [];
    const signal = (): void => {
      // Only meanwhile: training itself uses timers.
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      for (const later of [0, 0, 20, 479, 1]) {
        vi.advanceTimersByTime(later);
        listeners.push(process.listenerCount('SIGTERM') - before);
        if (listeners.at(-1) === 1) process.emit('SIGTERM');
      }
      vi.useRealTimers();
    };
    const { steps } = await fit(model, lineBatches(), {
      ...options,
      callbacks: [
        stopOnInterrupt({ signals: ['SIGTERM'], exit: false, say: (line) => said.push(line) }),
        { name: 'signal', stepEnd: ({ step }) => (step === 2 ? signal() : undefined) },
      ],
    });
    // Without a listener, the system ends the process.
    expect(listeners).toEqual([1, 1, 1, 1, 0]);
    expect([steps, said.length]).toEqual([2, 1]);
  });

  it('exits when everything is closed, and listens until then', async () => {
    using model = new Two();
    const before = process.listenerCount('SIGTERM');
    const order: string[] = [];
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      order.push(`exit ${code}, listeners: ${process.listenerCount('SIGTERM') - before}`);
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
    expect(order).toEqual(['trainEnd', 'exit 143, listeners: 1']);
  });

  it('stops listening when training fails', async () => {
    using model = new Two();
    const before = process.listenerCount('SIGINT');
    await expect(fit(model, [], { ...options, callbacks: [stopOnInterrupt()] })).rejects.toThrow();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
