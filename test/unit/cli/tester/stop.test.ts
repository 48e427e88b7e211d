import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onStopSignal, waitingFor } from '../../../../cli/tester/stop.ts';

describe('a hub that is told to stop', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const told = () => {
    const signals = new EventEmitter();
    const said: string[] = [];
    const exits: number[] = [];
    const request = onStopSignal({
      signals,
      say: (text) => said.push(text),
      exit: (code) => exits.push(code),
    });
    request.watch(() => [
      { functionName: 'InburgeringshubVerwerking-WebhookFunctie9DC9C9F4', invocations: 2 },
    ]);
    return { signals, said, exits, asked: request.asked };
  };

  it('is asked by the first signal, and says nothing when it stops soon', async () => {
    const { signals, said, exits, asked } = told();
    signals.emit('SIGTERM');
    await asked;
    vi.advanceTimersByTime(1_000);
    expect([said, exits]).toEqual([[], []]);
  });

  it('says while it waits what it waits for, and ends within 15 seconds', () => {
    const { signals, said, exits } = told();
    signals.emit('SIGINT');
    vi.advanceTimersByTime(5_000);
    expect(said[0]).toMatch(/^Stopping: waiting for webhook .*×2; at most \d+ s more/);
    expect(exits).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(exits).toEqual([1]);
  });

  it.each([
    ['SIGINT', 'SIGINT', 130],
    ['SIGTERM', 'SIGINT', 130],
    ['SIGINT', 'SIGTERM', 143],
  ])('ends at once when %s is followed by %s', (one, other, code) => {
    const { signals, exits } = told();
    signals.emit(one);
    signals.emit(other);
    expect(exits).toEqual([code]);
  });

  it('is asked by the end of the program that started it, which after a signal changes nothing', async () => {
    const { signals, exits, asked } = told();
    signals.emit('disconnect');
    await asked;
    signals.emit('disconnect');
    expect(exits).toEqual([]);
  });

  it('names the functions that run', () => {
    expect(
      waitingFor([{ functionName: 'InburgeringshubVerwerking-CoaFunctie1A2B3C4D', invocations: 1 }]),
    ).toBe('waiting for coa');
    expect(waitingFor([])).toBe('closing what is open');
  });
});
