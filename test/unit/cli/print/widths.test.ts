import { describe, expect, it } from 'vitest';
import { balansLines } from '../../../../cli/operator/balans.ts';
import { ontvangstLines } from '../../../../cli/operator/ontvangsten.ts';
import { postLines } from '../../../../cli/operator/post.ts';
import { activityLines, createActivity } from '../../../../cli/print/activity.ts';
import { addressLines } from '../../../../cli/print/head.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';
import { partnerLines } from '../../../../cli/print/partners.ts';
import { timelineLines } from '../../../../cli/print/timeline.ts';
import type { Bericht, Ontvangst, Tijdlijn } from '../../../../client/answers.ts';
import { EMPTY_BALANS, EMPTY_POSTBALANS } from '../../../../domain/delivery/books.ts';

/** Everything that a command prints as a table, at the widths of terminals. */

const WIDTHS = [60, 80, 120, 200];
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const term = (id: string, naam: string, stand: string) => ({
  id,
  naam,
  soort: 'wettelijk',
  startdatum: '2025-10-20',
  einddatum: '2025-12-29',
  duur: 'P10W',
  stand,
});

const tijdlijn = {
  zaakId: ZAAK,
  gebeurtenissen: [
    {
      naam: 'leerbaarheidstoets-uitslag-ontvangen',
      tijdstip: '2025-12-01T07:00:00Z',
      bron: 'urn:nld:oin:00000099000000004000:systeem:duo',
      gegevens: { resultaat: 'B1-route haalbaar', behaaldeScore: '33,00', datumAfname: '2025-11-28' },
    },
    {
      naam: 'koppeling-geregistreerd',
      tijdstip: '2025-09-08T08:15:00Z',
      bron: 'urn:nld:oin:00000099000000002000:systeem:coa',
      gegevens: { datumKoppeling: '2025-09-08' },
    },
  ],
  termijnen: [
    term('TG06', 'Leerbaarheidstoets afnemen', 'te laat gehaald'),
    term('TG07', 'PIP vaststellen', 'overschreden'),
  ],
} as unknown as Tijdlijn;

const rule = {
  id: 'een',
  time: '2025-06-20T08:32:00.000Z',
  zaakId: ZAAK,
  volgnummer: 2,
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
  staat: 'geparkeerd' as const,
  stilstand: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
};

const ontvangst = {
  ontvangstId: '84577a67-f711-8383-998a-851cc20822db',
  status: 'wacht',
  type: 'nl.brp.persoon.ingeschreven.v1',
  organisatie: 'brp',
  sinds: '2025-06-20T08:32:00.000Z',
  reden: 'wacht op het V-nummer bij dit BSN',
} as Ontvangst;

const bericht: Bericht = {
  id: 'een',
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  subject: ZAAK,
  time: '2025-06-20T08:32:00.000Z',
  data: {
    zaakId: ZAAK,
    gemeentecode: '0907',
    volgnummer: 1,
    contact: {
      telefoonnummer: '0612345678',
      emailadres: 'een-adres-voor-een-brede-kolom@voorbeeld.example',
    },
  },
};

const entries = createActivity().take(
  'fn',
  JSON.stringify({
    level: 'ERROR',
    message: 'partnerbericht geparkeerd',
    timestamp: '2025-06-20T08:32:00.000Z',
    partner: '0907/wijkondersteuner',
    reden: 'de gegevens passen niet in dit bericht',
    zaakId: ZAAK,
  }),
);

const hub = {
  url: 'http://127.0.0.1:18787',
  apiUrl: 'http://127.0.0.1:18787/v1',
  loketUrl: 'http://127.0.0.1:18787/v1/loket',
  tokensUrl: 'http://127.0.0.1:18787/_lokaal/tokens',
  duoUrl: 'http://127.0.0.1:18787/_lokaal/duo',
  endpoints: {
    sqs: 'http://127.0.0.1:18787',
    events: 'http://127.0.0.1:18787',
    dynamodb: 'http://127.0.0.1:42635',
    secretsmanager: 'http://127.0.0.1:18787',
    lambda: 'http://127.0.0.1:18787',
  },
};

const TABLES: Readonly<Record<string, (width: number) => readonly string[]>> = {
  'the head of start': (width) => addressLines(hub, {}, width, PLAIN),
  'the head of a start on another date': (width) =>
    addressLines(hub, { now: new Date('2026-08-01T10:00:00Z') }, width, PLAIN),
  'a timeline with its terms': (width) => timelineLines(tijdlijn, width, PLAIN),
  balans: (width) =>
    balansLines(
      {
        ...EMPTY_BALANS,
        zaken: 12,
        post: {
          '9999/wijkondersteuner': { ...EMPTY_POSTBALANS, geproduceerd: 123_456, bezorgd: 123_456 },
          '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 7, klaargezet: 7 },
        },
      },
      width,
      PLAIN,
    ),
  post: (width) => postLines([rule, { ...rule, volgnummer: 3, stilstand: '' }], width, PLAIN),
  'what waits': (width) => ontvangstLines([ontvangst, ontvangst], width),
  berichten: (width) =>
    partnerLines([{ sleutel: 'mage', organisatie: 'MaGe', berichten: [bericht] }], width, PLAIN),
  'a fault of a hub that runs': (width) => entries.flatMap((one) => activityLines(one, width, PLAIN)),
};

const words = (lines: readonly string[]): readonly string[] => lines.join(' ').split(/\s+/).toSorted();

describe.each(Object.entries(TABLES))('%s', (_name, linesAt) => {
  it.each(WIDTHS)('fits in %i columns with every word and address whole', (width) => {
    const lines = linesAt(width);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    // Nothing is broken, lost or told twice: the words are those of a terminal without an edge.
    expect(words(lines)).toEqual(words(linesAt(10_000)));
  });
});

describe('a table', () => {
  /** Where a text begins on the first line that holds it. */
  const columnOf = (lines: readonly string[], text: string): number =>
    lines.find((line) => line.includes(text))?.indexOf(text) ?? -1;

  it.each(WIDTHS)('of terms keeps its columns below each other in %i columns', (width) => {
    const lines = timelineLines(tijdlijn, width, PLAIN);
    const [one, other] = [columnOf(lines, 'te laat gehaald'), columnOf(lines, 'overschreden')];
    expect(one).toBe(other);
    expect(columnOf(lines, 'Leerbaarheidstoets afnemen')).toBe(columnOf(lines, 'PIP vaststellen'));
    expect(one).toBeGreaterThan(0);
  });

  it.each(WIDTHS)('of the books ends its numbers below their names in %i columns', (width) => {
    const lines = TABLES['balans']?.(width) ?? [];
    const endOf = (text: string): number => columnOf(lines, text) + text.length;
    expect(endOf('123456')).toBe(endOf('produced'));
  });
});
