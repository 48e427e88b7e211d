import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { maakBus } from '../../../adapters/bus.ts';
import type { ZaakId } from '../../../contracts/basistypen.ts';
import { HubFout } from '../../../domain/fouten.ts';
import { koppeling } from '../domein/hulp.ts';
import { koppelingBericht } from '../functies/berichten.ts';

/** What EventBridge can refuse, and no emulator does. */

const client = mockClient(EventBridgeClient);
const bus = maakBus('hub', new EventBridgeClient({ region: 'eu-west-1' }));

const zaken = (aantal: number) =>
  Array.from({ length: aantal }, (_, nummer) => ({
    zaakId: `3f7d6c1e-0f5b-8a8e-9d6a-${String(nummer).padStart(12, '0')}` as ZaakId,
    versie: nummer + 1,
    teVersturen: true,
  }));

const entriesPerAanroep = () =>
  client.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const versiesPerAanroep = () =>
  entriesPerAanroep().map((entries) =>
    entries.map(({ Detail }) => (JSON.parse(Detail ?? '') as { versie: number }).versie),
  );

/** A reply in which the entries at these places were refused. */
const antwoord = (aantal: number, geweigerd: readonly number[] = []) => ({
  FailedEntryCount: geweigerd.length,
  Entries: Array.from(
    { length: aantal },
    (_, plaats): PutEventsResultEntry =>
      geweigerd.includes(plaats)
        ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'rustig aan' }
        : { EventId: `id-${plaats}` },
  ),
});

beforeEach(() => {
  client.reset();
});

describe('announcing on the bus', () => {
  it('names the bus, the source and the type, and says ids only', async () => {
    client.on(PutEventsCommand).resolves(antwoord(1));
    const [zaak] = zaken(1);
    await bus.meldBijgewerkt(zaken(1));
    expect(entriesPerAanroep()).toEqual([
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

  it('offers a message under its own type and the source of inbound messages', async () => {
    client.on(PutEventsCommand).resolves(antwoord(1));
    const bericht = koppelingBericht();
    await bus.biedAan([bericht]);
    expect(entriesPerAanroep()[0]).toMatchObject([
      { Source: 'inburgeringshub.inkomend', DetailType: bericht.type, Detail: JSON.stringify(bericht) },
    ]);
  });

  it('calls nobody when there is nothing to say', async () => {
    await bus.meldBijgewerkt([]);
    await bus.biedAan([]);
    expect(client.calls()).toHaveLength(0);
  });

  it('puts at most ten entries in one call and keeps their order', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => antwoord(Entries.length));
    await bus.meldBijgewerkt(zaken(23));
    expect(versiesPerAanroep().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(versiesPerAanroep().flat()).toEqual(zaken(23).map(({ versie }) => versie));
  });

  it('stays under the 256 KiB that one call may carry', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => antwoord(Entries.length));
    const personen = Array.from({ length: 15 }, (_, nummer) => ({
      ...koppeling().personen[0],
      vNummer: String(2700000000 + nummer),
      // Three bytes each: what counts is bytes, not characters.
      werkervaring: '語'.repeat(200),
      naam: { voornamen: '語'.repeat(200), geslachtsnaam: '語'.repeat(200) },
    }));
    const groot = Array.from({ length: 10 }, () => koppelingBericht(koppeling({ personen })));
    await bus.biedAan(groot);
    const omvang = entriesPerAanroep().map((entries) =>
      entries.reduce(
        (totaal, { Source = '', DetailType = '', Detail = '' }) =>
          totaal + Buffer.byteLength(Source + DetailType + Detail),
        0,
      ),
    );
    expect(omvang.length).toBeGreaterThan(1);
    for (const bytes of omvang) expect(bytes).toBeLessThan(256 * 1024);
    expect(entriesPerAanroep().flat()).toHaveLength(groot.length);
  });
});

describe('a bus that refuses some entries', () => {
  it('is offered only the refused ones again', async () => {
    client
      .on(PutEventsCommand)
      .resolvesOnce(antwoord(4, [1, 3]))
      .resolvesOnce(antwoord(2, [0]))
      .resolvesOnce(antwoord(1));
    await bus.meldBijgewerkt(zaken(4));
    expect(versiesPerAanroep()).toEqual([[1, 2, 3, 4], [2, 4], [2]]);
  });

  it('makes the call fail when it goes on refusing, so that nothing is acknowledged', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => antwoord(Entries.length, [0]));
    const melden = bus.meldBijgewerkt(zaken(3));
    await expect(melden).rejects.toBeInstanceOf(HubFout);
    await expect(melden).rejects.toMatchObject({ vervolg: 'opnieuw' });
    expect(versiesPerAanroep()).toEqual([[1, 2, 3], [1], [1], [1]]);
  });

  it('is not believed when it counts failures without saying which', async () => {
    client.on(PutEventsCommand).resolves({ FailedEntryCount: 2 });
    await expect(bus.meldBijgewerkt(zaken(2))).rejects.toMatchObject({ vervolg: 'opnieuw' });
  });

  it('that cannot be reached makes the call fail', async () => {
    client.on(PutEventsCommand).rejects(Object.assign(new Error('weg'), { name: 'InternalException' }));
    await expect(bus.meldBijgewerkt(zaken(1))).rejects.toThrow('weg');
  });
});
