import { describe, expect, it } from 'vitest';
import { partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { isToldByStep, PARTNERROLLEN, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import type { GESPREKSPARTNERS } from '../../../../contracts/routemap.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import { projections } from '../../../../domain/partners/projection.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  ADRES,
  assigned,
  cause,
  geopend,
  HUISHOUDEN,
  inschrijving,
  koppeling,
  linked,
  putAside,
  reported,
  TODAY,
  ZAAK,
} from '../support.ts';
import { heldInAnyOrder, toldBy } from './told.ts';

/**
 * The roles that hear of a person from their first own step on: which partners these are, of which steps they hear, which fields
 * they get, and when it ends.
 */

const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const ROLES = PARTNERROLLEN.filter(isToldByStep);

/** The partners of Gennep with each of these roles. */
const AT_GENNEP: Readonly<Partial<Record<Partnerrol, readonly KanaalId[]>>> = {
  corporatie: ['0907/destion', '0907/mooiland'],
  burgerzaken: ['0907/burgerzaken'],
  vakspecialist: ['0907/vakspecialist-werk-en-inkomen'],
  'maatschappelijk-begeleider': ['0907/maatschappelijk-begeleider'],
  casusregisseur: ['0907/casusregisseur'],
  'lbt-afnemer': ['0907/lbt-afnemer'],
  opvang: ['0907/opvang'],
};

const meeting = (met: (typeof GESPREKSPARTNERS)[number]): Feit =>
  reported(
    'kennismaking-gepland',
    '2025-08-11',
    { met, tijd: '10:30', plaats: 'Gemeentehuis Gennep' },
    cause('2025-07-15T08:00:00Z', `kennismaking ${met}`),
  );

/** A first step of each role. */
const FIRST: Readonly<Record<string, Feit>> = {
  corporatie: reported('woningzoekopdracht-verstuurd', '2025-06-21', { woningeis: ['gelijkvloers'] }),
  burgerzaken: meeting('burgerzaken'),
  vakspecialist: meeting('vakspecialist werk en inkomen'),
  'maatschappelijk-begeleider': meeting('maatschappelijk begeleider'),
  casusregisseur: meeting('casusregisseur'),
  'lbt-afnemer': reported('leerbaarheidstoets-ingepland', '2025-10-01', {}, cause('2025-08-20T08:00:00Z')),
  opvang: reported('woning-geweigerd', '2025-07-10', { redenWeigering: 'ligging' }),
};

const firstOf = (role: Partnerrol): Feit => {
  const first = FIRST[role];
  if (first === undefined) throw new Error(`${role} has no first step here`);
  return first;
};

const kindsTo = (role: Partnerrol, feiten: readonly Feit[]): readonly string[] =>
  toldBy(feiten)
    .filter(({ rol }) => rol === role)
    .map((notice) => (notice.soort === 'stap' ? notice.gebeurtenis : notice.soort));

/** What the first partner in this role may know of a zaak with these facts. */
const fieldsOf = (role: Partnerrol, feiten: readonly Feit[]) => {
  const [kanaal] = AT_GENNEP[role] ?? [];
  const projection = kanaal && projections(ZAAK, zaakOf(feiten), TODAY).get(kanaal);
  if (projection === undefined) return undefined;
  const { contactTeamInburgering: _, ...own } = projection.velden;
  return own;
};

describe('a role that hears from its first own step on', () => {
  it.each(ROLES)('%s hears nothing of somebody of whom nothing concerns it', (role) => {
    const others = ROLES.filter((other) => other !== role).map(firstOf);
    expect(kindsTo(role, [linked(), inschrijving(), ...others])).toEqual([]);
  });

  it.each(ROLES)('%s hears who it is and the step, at every partner that has the role', (role) => {
    const told = toldBy([linked(), firstOf(role)]).filter(({ rol }) => rol === role);
    expect(told.map(({ partner, soort, volgnummer }) => [partner, soort, volgnummer])).toEqual([
      ...(AT_GENNEP[role] ?? []).map((partner) => [partner, 'gemeld', 1]),
      ...(AT_GENNEP[role] ?? []).map((partner) => [partner, 'stap', 2]),
    ]);
  });

  it.each(ROLES)('%s hears it too when the step was reported before anybody told who it is', (role) => {
    expect(new Set(kindsTo(role, [firstOf(role), linked()]))).toEqual(
      new Set(kindsTo(role, [linked(), firstOf(role)])),
    );
  });

  it.each(ROLES)(
    '%s hears that it is over when no such step stands any more, and anew of a next one',
    (role) => {
      const first = firstOf(role);
      const all = [linked(), first, putAside([first.feitId])];
      const own = (feiten: readonly Feit[]) =>
        toldBy(feiten).filter(({ partner }) => partner === AT_GENNEP[role]?.[0]);
      expect(own(all).map(({ soort, volgnummer }) => [soort, volgnummer])).toEqual([
        ['gemeld', 1],
        ['stap', 2],
        ['vervallen', 3],
      ]);
      expect(own(all).at(-1)).toMatchObject({ reden: 'anders' });
      const again = { ...first, ...cause('2025-09-02T08:00:00Z'), feitId: 'again' } as Feit;
      expect(own([...all, again]).map(({ soort }) => soort)).toEqual([
        'gemeld',
        'stap',
        'vervallen',
        'gemeld',
        'stap',
      ]);
    },
  );

  it('is told by who directs the zaak only when it is the casusregisseur', () => {
    const directed = [linked(), assigned('R-0042', '2025-08-01')];
    expect(ROLES.filter((role) => kindsTo(role, directed).length > 0)).toEqual(['casusregisseur']);
    expect(kindsTo('casusregisseur', directed)).toEqual(['gemeld', 'regievoerder-toegewezen']);
    // Who hears of somebody hears who directs the zaak.
    expect(kindsTo('burgerzaken', [...directed, meeting('burgerzaken')])).toEqual([
      'gemeld',
      'regievoerder-toegewezen',
      'kennismaking-gepland',
    ]);
  });

  it('hears of the start of the brede intake when it is the casusregisseur, and not of somebody by that alone', () => {
    expect(kindsTo('casusregisseur', [linked(), inschrijving()])).toEqual([]);
    const facts = [linked(), assigned('R-0042', '2025-08-01'), inschrijving()];
    expect(toldBy(facts).at(-1)).toMatchObject({
      rol: 'casusregisseur',
      gebeurtenis: 'brede-intake-gestart',
      gegevens: { datumVestiging: '2025-08-13' },
    });
  });
});

describe('a corporatie', () => {
  const SEARCH = firstOf('corporatie');

  it('is told of the hoofdpersoon of a household and of nobody else of it', () => {
    for (const relatie of ['partner', 'kind', 'overig']) {
      const other = linked(koppeling({}, { relatie, geboortedatum: '1990-01-01' }));
      expect(kindsTo('corporatie', [other, SEARCH]), relatie).toEqual([]);
      expect(kindsTo('taalschool', [other, SEARCH]), relatie).toEqual(['gemeld']);
    }
  });

  it('is told of somebody for whom the gemeente opened the zaak itself', () => {
    expect(kindsTo('corporatie', [geopend(), SEARCH]).slice(0, 2)).toEqual(['gemeld', 'gemeld']);
  });
});

describe('what such a role may know', () => {
  const name = { voorletters: 'Y.A.', voorvoegsel: 'el', geslachtsnaam: 'Qasim' };
  const talen = [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }];
  const contact = { telefoonnummer: '0684212661', emailadres: 'p2013@voorbeeld.example' };

  const KNOWN: Readonly<Record<string, object>> = {
    corporatie: { aantalPersonen: 1, gezinssamenstelling: 'alleenstaand', huishoudenId: HUISHOUDEN },
    burgerzaken: { naam: name, geboortedatum: '2002-02-27', aantalGezinsleden: 1 },
    vakspecialist: {
      naam: name,
      geboortedatum: '2002-02-27',
      aantalGezinsleden: 1,
      adres: ADRES,
      contact,
    },
    'maatschappelijk-begeleider': {
      naam: name,
      geslacht: 'man',
      talen,
      gezinssamenstelling: 'alleenstaand',
      adres: ADRES,
      contact,
      huishoudenId: HUISHOUDEN,
    },
    casusregisseur: {
      naam: name,
      geslacht: 'man',
      geboortedatum: '2002-02-27',
      talen,
      hoogsteOpleiding: 'MBO/HAVO/VWO-niveau',
      voorinburgering: { instemming: 'ja', deelname: true, voldaan: true },
      werkervaring: 'kok',
      gezinssamenstelling: 'alleenstaand',
      adres: ADRES,
      contact,
      huishoudenId: HUISHOUDEN,
    },
    'lbt-afnemer': { naam: name, talen },
    opvang: { koppelingId: 'TVS-2025-993909' },
  };

  it.each(ROLES)('of somebody who settled is, for %s, exactly this', (role) => {
    const facts = [linked(), inschrijving(), firstOf(role)];
    expect(fieldsOf(role, facts)).toEqual(KNOWN[role]);
  });

  it.each(ROLES)('keeps the address from %s when the BRP keeps it secret', (role) => {
    const facts = [linked(), inschrijving({ geheimhouding: true }), firstOf(role)];
    const { adres: _, ...rest } = { adres: undefined, ...KNOWN[role] };
    expect(fieldsOf(role, facts)).toEqual(rest);
  });

  it.each(ROLES)(
    'holds in no message to %s a BSN, a V-nummer, a nationality or what concerns another',
    (role) => {
      const facts = [linked(), inschrijving(), assigned('R-0042', '2025-08-01'), ...Object.values(FIRST)];
      const zaak = zaakOf(facts);
      const known = projections(ZAAK, zaak, TODAY);
      const messages = toldBy(facts)
        .filter(({ rol }) => rol === role)
        .map((notice) => partnerbericht(SENDER, ZAAK, known, notice, '2025-09-08T08:00:00Z'));
      expect(messages.length).toBeGreaterThan(1);
      const [first] = messages;
      expect(partnerberichtSchema('gemeld', role).safeParse(first).error?.issues).toBeUndefined();
      const text = JSON.stringify(messages);
      for (const value of ['999966133', '2798163871', 'Eritrese', 'R-0042'])
        expect(text).not.toContain(value);
      if (role !== 'corporatie') expect(text).not.toContain('gelijkvloers');
      else for (const value of ['Qasim', '2002', 'Tigrinya', '0684212661']) expect(text).not.toContain(value);
    },
  );
});

describe('whatever the order and the number of deliveries', () => {
  const gone = firstOf('burgerzaken');
  const FACTS: readonly Feit[] = [
    linked(),
    inschrijving(),
    assigned('R-0042', '2025-08-01'),
    ...Object.values(FIRST),
    putAside([gone.feitId]),
  ];

  it('every role has the same persons and steps in the end, in numbers without a gap', () => {
    // Who was signed off knows as much as who was never told.
    const partners = heldInAnyOrder(FACTS, ({ last }) => last.soort !== 'vervallen').map(
      ([partner]) => partner,
    );
    expect(partners).toEqual(
      expect.arrayContaining(
        ROLES.filter((role) => role !== 'burgerzaken').flatMap((role) => AT_GENNEP[role] ?? []),
      ),
    );
    expect(partners).not.toContain('0907/burgerzaken');
  });
});
