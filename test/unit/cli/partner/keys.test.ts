import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Asked, createKeys, onKeys } from '../../../../cli/partner/keys.ts';

describe('keys while hub luister goes on', () => {
  it.each([
    ['r', [{ soort: 'opnieuw' }]],
    ['\r', [{ soort: 'opnieuw' }]],
    ['12\r', [{ soort: 'opnieuw', number: 12 }]],
    ['1r', [{ soort: 'opnieuw' }]],
    ['q', [{ soort: 'einde' }]],
    ['\u0003', [{ soort: 'einde' }]],
    ['\u001b[A', []],
    ['x', []],
  ] as const)('reads %j', (keys, asked) => {
    expect(createKeys()(keys)).toEqual(asked);
  });

  it('keep the digits of a number until its Enter', () => {
    const read = createKeys();
    expect([read('4'), read('2'), read('\r')]).toEqual([[], [], [{ soort: 'opnieuw', number: 42 }]]);
  });

  it('come one by one while it listens, and the terminal is as it was after', () => {
    const modes: boolean[] = [];
    const keyboard = Object.assign(new EventEmitter(), {
      setRawMode: (on: boolean) => modes.push(on),
      resume: () => undefined,
      pause: () => undefined,
    });
    const asked: Asked[] = [];
    const before = process.listenerCount('exit');
    const restore = onKeys(keyboard, (what) => asked.push(what));
    keyboard.emit('data', Buffer.from('r'));
    restore();
    keyboard.emit('data', Buffer.from('r'));
    expect({ asked, modes }).toEqual({ asked: [{ soort: 'opnieuw' }], modes: [true, false] });
    expect(process.listenerCount('exit')).toBe(before);
  });
});
