import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBus } from '../../../../adapters/bus/bus.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { HubError } from '../../../../domain/errors.ts';
import { koppeling } from '../../domain/support.ts';
import { koppelingBericht } from '../../functions/berichten.ts';

/** Refusals of EventBridge that no emulator makes. */

const client = mockClient(EventBridgeClient);
const bus = createBus('hub', new EventBridgeClient({ region: 'eu-west-1' }));

const zaken = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    zaakId: `3f7d6c1e-0f5b-8a8e-9d6a-${String(number).padStart(12, '0')}` as ZaakId,
    versie: number + 1,
    teVersturen: true,
  }));

const entriesPerInvocation = () =>
  client.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const versionsPerInvocation = () =>
  entriesPerInvocation().map((entries) =>
    entries.map(({ Detail }) => (JSON.parse(Detail ?? '') as { versie: number }).versie),
  );

/** A reply in which the entries at these places were refused. */
const response = (count: number, refused: readonly number[] = []) => ({
  FailedEntryCount: refused.length,
  Entries: Array.from(
    { length: count },
    (_, place): PutEventsResultEntry =>
      refused.includes(place)
        ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'rustig aan' }
        : { EventId: `id-${place}` },
  ),
});

beforeEach(() => {
  client.reset();
});

describe('announcing on the bus', () => {
  it('names the bus, the source and the type, and sends ids only', async () => {
    client.on(PutEventsCommand).resolves(response(1));
    const [zaak] = zaken(1);
    await bus.announceUpdated(zaken(1));
    expect(entriesPerInvocation()).toEqual([
      [
        {
          EventBusName: 'hub',
          Source: 'inburgeringshub',
          DetailType: 'nl.inburgeringszaken.zaak.bijgewerkt.v1',
          Detail: JSON.stringify(zaak),
        },
      ],
    ]);
  });

  it('publishes a message with its own type and the source of inbound messages', async () => {
    client.on(PutEventsCommand).resolves(response(1));
    const bericht = koppelingBericht();
    await bus.publish([bericht]);
    expect(entriesPerInvocation()[0]).toMatchObject([
      { Source: 'inburgeringshub.inkomend', DetailType: bericht.type, Detail: JSON.stringify(bericht) },
    ]);
  });

  it('makes no call when there is nothing to announce', async () => {
    await bus.announceUpdated([]);
    await bus.publish([]);
    expect(client.calls()).toHaveLength(0);
  });

  it('puts at most ten entries in one call and keeps their order', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => response(Entries.length));
    await bus.announceUpdated(zaken(23));
    expect(versionsPerInvocation().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(versionsPerInvocation().flat()).toEqual(zaken(23).map(({ versie }) => versie));
  });

  it('stays under the 256 KiB that one call may carry', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => response(Entries.length));
    const personen = Array.from({ length: 15 }, (_, number) => ({
      ...koppeling().personen[0],
      vNummer: String(2700000000 + number),
      // A character of three bytes, because the limit is in bytes and not in characters.
      werkervaring: '語'.repeat(200),
      naam: { voornamen: '語'.repeat(200), geslachtsnaam: '語'.repeat(200) },
    }));
    const large = Array.from({ length: 10 }, () => koppelingBericht(koppeling({ personen })));
    await bus.publish(large);
    const size = entriesPerInvocation().map((entries) =>
      entries.reduce(
        (total, { Source = '', DetailType = '', Detail = '' }) =>
          total + Buffer.byteLength(Source + DetailType + Detail),
        0,
      ),
    );
    expect(size.length).toBeGreaterThan(1);
    for (const bytes of size) expect(bytes).toBeLessThan(256 * 1024);
    expect(entriesPerInvocation().flat()).toHaveLength(large.length);
  });
});

describe('a bus that refuses some entries', () => {
  it('gets only the refused entries again', async () => {
    client
      .on(PutEventsCommand)
      .resolvesOnce(response(4, [1, 3]))
      .resolvesOnce(response(2, [0]))
      .resolvesOnce(response(1));
    await bus.announceUpdated(zaken(4));
    expect(versionsPerInvocation()).toEqual([[1, 2, 3, 4], [2, 4], [2]]);
  });

  it('makes the call fail when it goes on refusing, so that no message is acknowledged', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => response(Entries.length, [0]));
    const announce = bus.announceUpdated(zaken(3));
    await expect(announce).rejects.toBeInstanceOf(HubError);
    await expect(announce).rejects.toMatchObject({ followUp: 'retry' });
    expect(versionsPerInvocation()).toEqual([[1, 2, 3], [1], [1], [1]]);
  });

  it('makes the call fail when it counts failures without naming the entries', async () => {
    client.on(PutEventsCommand).resolves({ FailedEntryCount: 2 });
    await expect(bus.announceUpdated(zaken(2))).rejects.toMatchObject({ followUp: 'retry' });
  });

  it('that cannot be reached makes the call fail', async () => {
    client.on(PutEventsCommand).rejects(Object.assign(new Error('weg'), { name: 'InternalException' }));
    await expect(bus.announceUpdated(zaken(1))).rejects.toThrow('weg');
  });
});
