import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Step } from '../../../client/scenario/parse.ts';
import { SOURCE_HUB } from '../../../contracts/internal/bus-events.ts';
import { Wissing } from '../../../contracts/wissen.ts';
import { PARTNERS, wholeTable } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** Twenty persons with a mark in every text that says something about them, through every door, and then erased. */

const PERSONS = Array.from({ length: 20 }, (_, number) => number + 1);

const passesElfproef = (digits: string): boolean =>
  [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place === 8 ? -1 : 9 - place), 0) % 11 ===
  0;

/** Invented BSNs that pass the elfproef. */
const BSNS = Array.from({ length: 100_000 }, (_, number) => `9999${String(number).padStart(5, '0')}`)
  .filter(passesElfproef)
  .slice(500, 540);

const vNummerOf = (number: number): string => `27960${String(number).padStart(5, '0')}`;
const bsnOf = (number: number): string => BSNS[number] ?? '';
const mark = (number: number, field: string): string => `Merk${String(number).padStart(2, '0')}${field}`;

/** Every value by which one of them could be known. */
const MARKS = [
  'Merk',
  ...PERSONS.flatMap((number) => [
    vNummerOf(number),
    bsnOf(number),
    `06112233${String(number).padStart(2, '0')}`,
  ]),
];

let counter = 0;
const event = (van: string, system: string, type: string, time: string, data: object): Step => {
  counter += 1;
  return {
    van,
    bericht: {
      specversion: '1.0',
      id: `wis-${counter}`,
      source: `urn:nld:oin:${system}`,
      type,
      time,
      datacontenttype: 'application/json',
      data,
    },
  } as Step;
};

const koppeling = (number: number): Step =>
  event(
    'coa',
    '00000099000000002000:systeem:tvs',
    'nl.tvs.koppeling.geregistreerd.v1',
    '2025-09-08T08:00:00Z',
    {
      koppelingId: mark(number, 'Koppeling'),
      versie: 1,
      gemeentecode: '0907',
      datumKoppeling: '2025-09-08',
      verblijfplaatsAzc: {
        naam: mark(number, 'Azc'),
        emailadres: `${mark(number, 'azc')}@voorbeeld.example`,
      },
      contactpersoonCoa: { naam: mark(number, 'Coa'), emailadres: `${mark(number, 'coa')}@coa.example` },
      personen: [
        {
          vNummer: vNummerOf(number),
          bsn: bsnOf(number),
          relatie: 'hoofdpersoon',
          naam: { voornamen: mark(number, 'Voornaam'), geslachtsnaam: mark(number, 'Naam') },
          geboortedatum: '1991-04-18',
          geslacht: 'vrouw',
          nationaliteit: mark(number, 'Nationaliteit'),
          talen: [{ taal: mark(number, 'Taal'), schrift: mark(number, 'Schrift'), tolkNodig: true }],
          hoogsteOpleiding: 'HBO-niveau',
          werkervaring: mark(number, 'Werk'),
          contact: {
            telefoonnummer: `06112233${String(number).padStart(2, '0')}`,
            emailadres: `${mark(number, 'post')}@voorbeeld.example`,
          },
        },
      ],
    },
  );

const registration = (number: number, more: object = {}): Step =>
  event('brp', '00000099000000003000:systeem:brp', 'nl.brp.persoon.ingeschreven.v1', '2025-10-20T09:00:00Z', {
    bsn: bsnOf(number),
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-10-20',
    adres: {
      straat: mark(number, 'Straat'),
      huisnummer: 12,
      postcode: '6591GT',
      woonplaats: mark(number, 'Plaats'),
    },
    isCoaLocatie: false,
    ...more,
  });

const opening = (number: number): Step =>
  event(
    'gemeente',
    '00000099000009070000:systeem:zaaksysteem',
    'nl.inburgeringszaken.casus.geopend.v1',
    '2025-09-10T08:00:00Z',
    {
      bsn: bsnOf(number),
      gemeentecode: '0907',
      datumOpening: '2025-09-10',
      naam: { voornamen: mark(number, 'Voornaam'), geslachtsnaam: mark(number, 'Naam') },
      geboortedatum: '1990-02-02',
      geslacht: 'man',
      talen: [{ taal: mark(number, 'Taal') }],
    },
  );

const duo = (number: number): Step =>
  ({
    van: 'duo',
    notificatie: { registratieDatumTijd: '2025-09-30T07:00:00Z', bsn: bsnOf(number), gebeurtenisId: 'SS101' },
    duo: { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-25' } },
  }) as Step;

const Erased = z.object({ wissing: Wissing });
const Page = z.object({
  berichten: z.array(z.object({ id: z.string(), data: z.object({ zaakId: z.string() }) })),
});

describe('twenty persons who are erased', () => {
  let hub: RunningHub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  const call = (to: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    hub.client.call(to, path, { method, ...(body === undefined ? {} : { body }) });

  /** Takes everything out of the queue of a partner, as its own programme does. */
  const drain = async (sqs: SQSClient, name: string): Promise<void> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return;
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };

  it('are in no table, index, archive or log, and everybody who was told hears so', {
    timeout: 120_000,
  }, async () => {
    await call('taalschool', 'PUT', '/kanaal', { deur: 'ophalen' });
    const [opened, linked] = [PERSONS.slice(15), PERSONS.slice(0, 15)];
    await hub.play([
      ...linked.map(koppeling),
      ...opened.map(opening),
      ...PERSONS.map((number) => registration(number)),
      ...PERSONS.filter((number) => number % 3 === 0).map(duo),
      // In quarantine: the BSN of somebody else beside the V-nummer.
      ...linked.slice(0, 4).map((number) => registration(number + 20, { vNummer: vNummerOf(number) })),
    ]);
    const found = await Promise.all(
      PERSONS.map(async (number) => (await hub.client.find({ bsn: bsnOf(number) }))[0]?.zaakId ?? ''),
    );
    expect(new Set(found).size).toBe(20);
    const before = await hub.client.balans();
    expect(before.ontvangsten.quarantaine).toBe(4);
    expect(JSON.stringify(await wholeTable(hub))).toContain('Merk');

    for (const zaakId of found) {
      const { status } = await call('gemeente', 'POST', `/zaken/${zaakId}/_wis`, {
        reden: 'verzoek-betrokkene',
      });
      expect(status).toBe(202);
    }
    await hub.quiet();
    const marksIn = (text: string): readonly string[] => MARKS.filter((one) => text.includes(one));
    expect(marksIn(JSON.stringify(await wholeTable(hub)))).toEqual([]);
    expect(marksIn(hub.logLines.join('\n'))).toEqual([]);
    // The archive keeps what the hub itself announced.
    expect(marksIn(JSON.stringify(hub.events.filter(({ source }) => source === SOURCE_HUB)))).toEqual([]);

    for (const zaakId of found) {
      const { status, body } = await call('gemeente', 'GET', `/zaken/${zaakId}`);
      expect(status).toBe(410);
      const { ontvangers, stand } = Erased.parse(body).wissing;
      expect(stand).toBe('gewist');
      expect(ontvangers.length).toBeGreaterThanOrEqual(5);
      expect(ontvangers.every(({ staat }) => staat === 'bezorgd' || staat === 'klaargezet')).toBe(true);
      expect((await call('taalschool', 'GET', `/zaken/${zaakId}`)).status).toBe(404);
    }
    const after = await hub.client.balans();
    expect(after.verschillen).toEqual([]);
    expect(Object.values(after.ontvangsten).reduce((sum, one) => sum + one, 0)).toBe(
      Object.values(before.ontvangsten).reduce((sum, one) => sum + one, 0),
    );
    expect(after.ontvangsten.quarantaine).toBe(0);

    const { berichten } = Page.parse((await call('taalschool', 'GET', '/berichten?wacht=0')).body);
    expect(berichten).toHaveLength(20);
    const [bericht] = berichten;
    await call('taalschool', 'POST', `/berichten/${bericht?.id}/_bevestig`);
    const { body } = await call('gemeente', 'GET', `/zaken/${bericht?.data.zaakId}`);
    expect(Erased.parse(body).wissing.ontvangers).toContainEqual(
      expect.objectContaining({ partner: '0907/taalschool', staat: 'bevestigd' }),
    );

    const sqs = new SQSClient(hub.rollout.clientConfig('sqs'));
    for (const { gemeentecode, sleutel } of PARTNERS.filter((one) => one.gemeentecode === '0907')) {
      const name = `inburgeringshub-${gemeentecode}-${sleutel}.fifo`;
      const last = hub.hub.inspectQueue(name).map(({ body }) => JSON.parse(body));
      const perSubject = new Map(last.map(({ subject, type }) => [subject, type]));
      for (const type of perSubject.values()) expect(type).toContain('.gewist.');
      await drain(sqs, name);
      expect(hub.hub.inspectQueue(name)).toEqual([]);
    }
    sqs.destroy();
  });
});
