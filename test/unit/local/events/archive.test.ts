import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Archives, createArchives } from '../../../../local/events/archive.ts';
import type { EventEnvelope } from '../../../../local/events/bus.ts';

const BUS = 'arn:aws:events:eu-west-1:000000000000:event-bus/hub';
const ARN = 'arn:aws:events:eu-west-1:000000000000:archive/archief';
const resource = {
  stack: 'Archief',
  logicalId: 'Archief',
  name: 'archief',
  ref: 'archief',
  arn: ARN,
  properties: {
    SourceArn: BUS,
    EventPattern: { source: ['hub'] },
  },
};
const start = Date.parse('2026-01-01T00:00:00Z');
const event = (number: number, source = 'hub'): EventEnvelope => ({
  version: '0',
  id: String(number),
  'detail-type': 't',
  source,
  account: '000000000000',
  time: new Date(start + number * 1000).toISOString(),
  region: 'eu-west-1',
  resources: [],
  detail: { number },
});

describe('an archive', () => {
  let archives: Archives | undefined;
  afterEach(() => archives?.close());

  const make = () => {
    const delivered: { event: EventEnvelope; rules: ReadonlySet<string> | undefined }[] = [];
    const made = createArchives([resource], (_, given, rules) => delivered.push({ event: given, rules }));
    archives = made;
    const call = (operation: string, input: object) => made.operations[`AWSEvents.${operation}`]?.(input);
    const replay = async (name: string, from: number, to: number, FilterArns?: readonly string[]) => {
      call('StartReplay', {
        ReplayName: name,
        EventSourceArn: ARN,
        EventStartTime: start / 1000 + from,
        EventEndTime: start / 1000 + to,
        Destination: { Arn: BUS, ...(FilterArns === undefined ? {} : { FilterArns }) },
      });
      while (made.replaying() > 0) await pause(1);
      return call('DescribeReplay', { ReplayName: name });
    };
    return { made, delivered, call, replay };
  };

  it('replays twelve thousand matching events in order, each once, with the name of the replay', async () => {
    const { made, delivered, call, replay } = make();
    for (let number = 0; number < 12_000; number += 1) made.keep('hub', event(number));
    made.keep('hub', event(1, 'other'));
    made.keep('other', event(2));
    expect(call('DescribeArchive', { ArchiveName: 'archief' })).toMatchObject({ EventCount: 12_000 });
    expect(await replay('alles', 0, 20_000)).toMatchObject({ State: 'COMPLETED' });
    expect(delivered.map(({ event: { id } }) => Number(id))).toEqual(
      Array.from({ length: 12_000 }, (_, number) => number),
    );
    expect(new Set(delivered.map(({ event: given }) => given['replay-name']))).toEqual(new Set(['alles']));
  });

  it('replays only a period for only the named rules, and does not archive replayed events', async () => {
    const { made, delivered, call, replay } = make();
    for (let number = 0; number < 10; number += 1) made.keep('hub', event(number));
    await replay('deel', 3, 5, ['regel']);
    expect(delivered.map(({ event: { id } }) => id)).toEqual(['3', '4', '5']);
    expect(delivered.every(({ rules }) => rules?.has('regel') === true)).toBe(true);
    for (const { event: given } of delivered) made.keep('hub', given);
    expect(call('DescribeArchive', { ArchiveName: 'archief' })).toMatchObject({ EventCount: 10 });
  });

  it('refuses a second replay with the same name, another bus, and an end before the start', async () => {
    const { replay, call } = make();
    await replay('een', 0, 1);
    await expect(replay('een', 0, 1)).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
    await expect(replay('twee', 1, 1)).rejects.toMatchObject({ code: 'ValidationException' });
    expect(() =>
      call('StartReplay', {
        ReplayName: 'drie',
        EventSourceArn: ARN,
        EventStartTime: 0,
        EventEndTime: 1,
        Destination: { Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/ander' },
      }),
    ).toThrow('event bus of the archive');
  });

  it('stops a replay that is cancelled', async () => {
    const { made, call, delivered } = make();
    for (let number = 0; number < 5_000; number += 1) made.keep('hub', event(number));
    call('StartReplay', {
      ReplayName: 'lang',
      EventSourceArn: ARN,
      EventStartTime: start / 1000,
      EventEndTime: start / 1000 + 9_000,
      Destination: { Arn: BUS },
    });
    while (delivered.length === 0) await pause(0);
    call('CancelReplay', { ReplayName: 'lang' });
    while (made.replaying() > 0) await pause(1);
    expect(call('DescribeReplay', { ReplayName: 'lang' })).toMatchObject({ State: 'CANCELLED' });
    expect(delivered.length).toBeLessThan(5_000);
  });
});
