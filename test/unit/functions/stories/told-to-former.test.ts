import { describe, expect, it } from 'vitest';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { mijlpalenPerGemeente } from '../../../../domain/kpis/per-gemeente.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { GENNEP } from '../../domain/support.ts';
import { inbound } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { byDuo, OTHER_ADRES, withdrawn, zaakIdOf } from './sources.ts';
import {
  DEN_BOSCH,
  inAnyOrder,
  koppelingOf,
  MOTHER,
  member,
  play,
  registered,
  zaakOfPerson,
} from './support.ts';

/**
 * Stories of a gemeente and a zaak that it had before or never had. It does not see a zaak of another gemeente
 * (contracts/README.md: 404), and it keeps seeing what was told before the person left (docs/domein/cases.md, case 9).
 */

const TO_DEN_BOSCH = '00000099000007960000';
const base = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
];
/** The days that a gemeente counts of the zaak. */
const daysOf = async (hub: HubInMemory, gemeentecode: Gemeentecode) =>
  mijlpalenPerGemeente(dossierOf(await createZaakLogs(hub.table).read(zaakIdOf(MOTHER))).zaak).get(
    gemeentecode,
  );
const arrival = (told: string, day: string, more: Readonly<Record<string, unknown>> = {}) =>
  registered(MOTHER, told, '0796', {
    datumInschrijving: day,
    adres: OTHER_ADRES,
    geheimhouding: true,
    ...more,
  });
const first = arrival('2025-09-03', '2025-09-01');
const typed = inbound(
  'nl.brp.persoon.ingeschreven.v1',
  '2025-09-02T10:00:00Z',
  {
    bsn: MOTHER.bsn,
    soort: 'verhuizing',
    gemeentecode: '0796',
    datumInschrijving: '2025-09-01',
    adres: OTHER_ADRES,
    isCoaLocatie: false,
  },
  'gemeente-0796',
);

const STORIES: readonly (readonly [string, readonly InboundBericht[]])[] = [
  ['once', [first]],
  [
    'by the BRP, which puts the day right by name',
    [first, arrival('2025-09-10', '2025-09-02', { soort: 'correctie', vervangtBerichtId: first.berichtId })],
  ],
  [
    'by the BRP, which puts the day right without a name',
    [first, arrival('2025-09-10', '2025-09-02', { soort: 'correctie' })],
  ],
  [
    'by DUO before the BRP',
    [byDuo('SS120', MOTHER, '2025-09-02', TO_DEN_BOSCH), arrival('2025-09-10', '2025-09-01')],
  ],
  ['by the next gemeente, which types it over, before the BRP', [typed, first]],
];

describe('who moved to Den Bosch, of whom the move is told', () => {
  it.each(STORIES)('%s: Gennep sees the zaak as it had it, and no address of there', async (_name, told) => {
    const seen = async (hub: HubInMemory) => (await zaakOfPerson(hub, MOTHER, GENNEP))?.gegevens;
    const gegevens = await seen(await inAnyOrder([...base, ...told], seen));
    expect(gegevens).toMatchObject({
      inschrijving: { datumInschrijving: '2025-07-01' },
      redenVervallen: 'andere gemeente',
    });
    expect(JSON.stringify(gegevens)).not.toContain(OTHER_ADRES.straat);
    expect(gegevens).toHaveProperty(
      'termijnen',
      expect.arrayContaining([expect.objectContaining({ id: 'TG07' })]),
    );
  });

  it('before the BRP tells late where they lived until then: Gennep sees no address of there', async () => {
    const seen = async (hub: HubInMemory) => (await zaakOfPerson(hub, MOTHER, GENNEP))?.gegevens;
    const late = (told: string, day: string, gemeentecode: string) =>
      registered(MOTHER, told, gemeentecode, { datumInschrijving: day });
    const told = [
      ...base.slice(0, 2),
      typed,
      late('2025-09-04', '2025-04-01', '0171'),
      late('2025-09-06', '2025-07-01', '0907'),
      arrival('2025-09-10', '2025-09-01'),
    ];
    const gegevens = await seen(await inAnyOrder(told, seen));
    expect(gegevens).toMatchObject({ inschrijving: { datumInschrijving: '2025-07-01' } });
    expect(JSON.stringify(gegevens)).not.toContain(OTHER_ADRES.straat);
  });

  it.each(STORIES)('%s: the figures of Gennep count the zaak until the move', async (_name, told) => {
    const hub = await inAnyOrder([...base, ...told], (one) => daysOf(one, GENNEP));
    expect(await daysOf(hub, GENNEP)).toMatchObject({
      begin: '2025-06-01',
      stappen: { vestiging: '2025-07-01' },
      einde: { reden: 'andere gemeente' },
    });
  });
});

describe('a gemeente in which somebody lived with family before COA linked them to another one', () => {
  const story = [registered(MOTHER, '2025-04-01', '0796'), ...base];

  it('never had a zaak: it finds none, and counts none', async () => {
    const hub = await inAnyOrder(story, (one) => zaakOfPerson(one, MOTHER, DEN_BOSCH));
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toBeUndefined();
    expect(await daysOf(hub, DEN_BOSCH)).toBeUndefined();
  });
});

describe('somebody whom COA links to another gemeente', () => {
  const linked = [koppelingOf([member(MOTHER)]), byDuo('SS101', MOTHER, '2025-06-10')];
  const toDenBosch = koppelingOf([member(MOTHER)], {
    koppelingId: 'K2',
    gemeentecode: '0796',
    datumKoppeling: '2025-07-02',
    moment: '2025-07-02T08:00:00Z',
  });

  const version = (versie: number, datumKoppeling: string, told = datumKoppeling) =>
    koppelingOf([member(MOTHER)], {
      versie,
      gemeentecode: '0796',
      datumKoppeling,
      moment: `${told}T08:00:00Z`,
    });
  const given = version(2, '2025-07-02');
  const toldMore = version(3, '2025-07-02', '2025-07-10');

  it.each<[string, readonly InboundBericht[]]>([
    ['leaves the first koppeling', [...linked, toDenBosch]],
    ['withdraws the first before', [...linked, withdrawn('andere gemeente', '2025-06-30'), toDenBosch]],
    ['withdraws the first after', [...linked, toDenBosch, withdrawn('andere gemeente', '2025-07-20')]],
    ['gives it the first koppeling', [...linked, given]],
    ['gives it the first koppeling, and tells more of it', [...linked, given, toldMore]],
    [
      'gives it the first koppeling of who lives there since',
      [...linked, given, arrival('2025-07-09', '2025-07-05')],
    ],
  ])('and %s: each gemeente counts the zaak in its own time', async (_name, story) => {
    const days = async (hub: HubInMemory) => [await daysOf(hub, GENNEP), await daysOf(hub, DEN_BOSCH)];
    const hub = await inAnyOrder(story, days);
    expect(await days(hub)).toMatchObject([
      { begin: '2025-06-01', einde: { reden: 'andere gemeente' } },
      { begin: '2025-07-02' },
    ]);
  });

  it('and says so by the first koppeling, of the same day: the first gemeente never had it', async () => {
    const hub = await play([...linked, version(2, '2025-06-01', '2025-06-12')]);
    expect(await daysOf(hub, GENNEP)).toBeUndefined();
    expect(await daysOf(hub, DEN_BOSCH)).toMatchObject({ begin: '2025-06-01' });
  });

  it.each<[string, readonly InboundBericht[], string | undefined]>([
    ['leaves the first koppeling: it reads on', [toDenBosch], 'vervallen'],
    [
      'withdraws the first: it reads nothing',
      [toDenBosch, withdrawn('ten onrechte', '2025-07-20')],
      undefined,
    ],
    ['gives it the first: it reads nothing', [given], undefined],
    [
      'withdraws the first of who lived there: it reads on',
      [registered(MOTHER, '2025-06-20'), toDenBosch, withdrawn('andere gemeente', '2025-07-20')],
      'vervallen',
    ],
  ])('a gemeente of which COA %s', async (_name, story, status) => {
    const reads = async (hub: HubInMemory) => (await zaakOfPerson(hub, MOTHER, GENNEP))?.status;
    expect(await reads(await inAnyOrder([...linked, ...story], reads))).toBe(status);
  });
});
