import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { Dag } from '../../../../contracts/dag.ts';
import { textOf } from '../../../../functions/loket/html.ts';
import { dayPage, dayPartPage } from '../../../../functions/loket/pages/day.ts';
import { inboxPage } from '../../../../functions/loket/pages/inbox.ts';
import { layout, type Page } from '../../../../functions/loket/pages/layout.ts';
import { cardOf } from '../../../../functions/loket/words/cards.ts';

/** How large a page becomes when there is as much to show as there can be. */

const MOST_BYTES = 50_000;
const ZAAK_ID = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const READER = { naam: 'Iemand', organisatie: 'Gennep', rol: 'gemeente', mark: 'x'.repeat(43) } as const;

const text = (page: Page): string => textOf(layout(page));
const bytes = (page: Page): number => Buffer.byteLength(text(page));

const TERMIJN = {
  zaakId: ZAAK_ID,
  id: 'TG01',
  naam: 'Maatschappelijke begeleiding starten',
  soort: 'lokaal',
  datum: '2026-12-30',
  onderdelen: ['casusregisseur', 'taalschool', 'participatie', 'financieel'].map((onderdeel) => ({
    onderdeel,
    bij: 'vakspecialist-werk-en-inkomen',
  })),
};

/** A day list with this many of everything. */
const fullDag = (count: number): Dag => {
  const part = (one: unknown) => ({
    aantal: 500,
    meer: true,
    lijst: Array.from({ length: count }, () => one),
  });
  return Dag.parse({
    gemeentecode: '0907',
    datum: '2026-12-30',
    afspraken: part({
      zaakId: ZAAK_ID,
      gebeurtenis: 'kennismaking-gepland',
      met: 'vakspecialist werk en inkomen',
      tijd: '10:30',
      plaats: 'Stadhuis, kamer 3',
      tolk: true,
    }),
    teLaat: part(TERMIJN),
    vandaag: part(TERMIJN),
    binnenkort: part(TERMIJN),
    tegenspraken: part(ZAAK_ID),
    wachtOpGegevens: part(ZAAK_ID),
    nieuw: part(ZAAK_ID),
    luktNiet: part({
      berichtId: ZAAK_ID,
      partner: 'vakspecialist-werk-en-inkomen',
      zaken: [ZAAK_ID],
      reden: 'geen-plek',
      sinds: '2026-12-30T10:00:00Z',
    }),
    nietBezorgd: part({
      partner: 'vakspecialist-werk-en-inkomen',
      zaakId: ZAAK_ID,
      volgnummer: 1,
      staat: 'klaargezet',
      klaargezetOp: '2026-12-30T10:00:00Z',
    }),
    eigenMeldingen: part({
      ontvangstId: ZAAK_ID,
      type: 'nl.inburgeringszaken.pip.deel.gedeeld.v1',
      status: 'quarantaine',
      sinds: '2026-12-30T10:00:00Z',
      reden: 'de persoon is niet bekend',
    }),
    aflopendeOpdrachten: part({
      partner: 'taalmaatjes',
      rol: 'taalmaatjes',
      einddatum: '2026-12-30',
      opvolger: 'balk',
    }),
  });
};

describe('a page', () => {
  it('of a day on which there is as much as there can be of everything stays small, and leads to the whole of each part', () => {
    const page = dayPage(fullDag(50), new Map(), READER);
    expect(bytes(page)).toBeLessThan(MOST_BYTES);
    const { document } = parseHTML(text(page));
    const links = [...document.querySelectorAll('section > p > a')].map(
      (link) => link.getAttribute('href')?.split('/').at(-1) ?? '',
    );
    expect(links).toContain('te-laat');
    expect(links.length).toBeGreaterThan(9);
    for (const part of links) {
      const whole = dayPartPage(fullDag(50), part, new Map(), READER);
      if (whole === undefined) throw new Error(`no page of ${part}`);
      expect([part, bytes(whole) < MOST_BYTES]).toEqual([part, true]);
      expect([part, text(whole).match(/<tr class|<li class="utrecht-unordered/g)?.length]).toEqual([
        part,
        expect.toSatisfy((rows: number) => rows >= 50),
      ]);
    }
  });

  it('of a day with little shows all of it, and there is no page of a part that nothing is in', () => {
    const page = dayPage(fullDag(2), new Map(), READER);
    expect(text(page)).not.toContain('Hieronder staan de eerste');
    expect(dayPartPage(fullDag(2), 'niets', new Map(), READER)).toBeUndefined();
  });

  it('of messages stays small, also of the largest', () => {
    const data = {
      zaakId: ZAAK_ID,
      naam: { voornamen: 'Rania Salma', voorvoegsel: 'al', geslachtsnaam: 'Voorbeeld' },
      geslacht: 'vrouw',
      talen: [
        { taal: 'Arabisch', schrift: 'Arabisch', tolkNodig: true },
        { taal: 'Engels', schrift: 'Latijns', tolkNodig: false },
      ],
      contact: { telefoonnummer: '0612345678', emailadres: 'rania@voorbeeld.example' },
      adres: { straat: 'Spoorstraat', huisnummer: 12, postcode: '6591 GS', woonplaats: 'Gennep' },
      contactTeamInburgering: { naam: 'Team Inburgering', emailadres: 'team@gennep.example' },
      gezinssamenstelling: 'eenoudergezin',
      hoogsteOpleiding: 'HBO-niveau',
      werkervaring: 'lerares',
    };
    const message = {
      id: ZAAK_ID,
      type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
      time: '2026-12-30T10:00:00Z',
      data,
    };
    const cards = Array.from({ length: 7 }, () => cardOf(message));
    const reader = { ...READER, rol: 'partner' } as const;
    expect(
      bytes(
        inboxPage(
          { cards, answered: cards.slice(0, 3), mayReport: true, mayBeMailed: true, more: true },
          reader,
        ),
      ),
    ).toBeLessThan(MOST_BYTES);
  });
});
