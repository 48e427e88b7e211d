import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../../../contracts/base-types.ts';
import { huishoudensOf, lidOf } from '../../../../domain/huishouden/from-zaak.ts';
import {
  gemeentenOf,
  hasWoningIn,
  knownStand,
  knowsLid,
  membersIn,
  outlineIn,
  standFeit,
  standIn,
} from '../../../../domain/huishouden/huishouden.ts';
import { koppelingFeit } from '../../../../domain/koppeling/koppeling.ts';
import { projections } from '../../../../domain/partners/projection.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  ADRES,
  cause,
  duo,
  GENNEP,
  geopend,
  HUISHOUDEN,
  ingetrokken,
  inschrijving,
  koppeling,
  ledenOf,
  linked,
  overlijden,
  PARTNER_ZAAK,
  reported,
  TODAY,
  verhuizing,
  ZAAK,
} from '../support.ts';

const OTHER = '7f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6e' as HuishoudenId;
const CHILD_ZAAK = '6f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6d' as ZaakId;
const head = (...more: readonly Feit[]) => [linked(), ...more];
const partner = (...more: readonly Feit[]) => [
  linked(koppeling({}, { relatie: 'partner', vNummer: '2712504443' })),
  ...more,
];
const child = (...more: readonly Feit[]) => [
  linked(koppeling({}, { relatie: 'kind', vNummer: '2851496460', geboortedatum: '2015-12-03' })),
  ...more,
];
const MEMBERS = [
  { feiten: head() },
  { zaakId: PARTNER_ZAAK, feiten: partner() },
  { zaakId: CHILD_ZAAK, feiten: child() },
];
const family = (...later: Parameters<typeof ledenOf>[0]) => zaakOf(ledenOf([...MEMBERS, ...later]));

const GONE_ABROAD = {
  indicatorInburgeringsplicht: false,
  redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
} as const;

describe('a household', () => {
  it('counts every person who belongs to it, children without a zaak too', () => {
    expect(outlineIn(family(), GENNEP)).toEqual({
      aantalPersonen: 3,
      gezinssamenstelling: 'gezin met kinderen',
    });
    // What it amounts to is told to who has an active zaak.
    expect(membersIn(family(), GENNEP)).toEqual([ZAAK, PARTNER_ZAAK]);
    expect(gemeentenOf(family())).toEqual(['0907']);
  });

  it.each<[string, readonly Feit[]]>([
    ['a death', [overlijden()]],
    ['the end of the koppeling', ingetrokken('TVS-2025-993909', 2)],
    ['DUO said that they left the country', [duo('SS110', { inburgeringsplicht: GONE_ABROAD })]],
  ])('no longer counts a partner after %s, and is an eenoudergezin', (_, feiten) => {
    const after = family({ zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(...feiten) });
    expect(outlineIn(after, GENNEP)).toEqual({ aantalPersonen: 2, gezinssamenstelling: 'eenoudergezin' });
    expect(membersIn(after, GENNEP)).toEqual([ZAAK]);
  });

  it('counts a partner who is registered after the day that DUO gives for leaving the country, also when it says so after that', () => {
    const answer = { inburgeringsplicht: { ...GONE_ABROAD, einddatum: '2025-05-01' } };
    const back = [
      inschrijving(
        { soort: 'eerste inschrijving', datumInschrijving: '2026-07-20' },
        cause('2026-07-20T08:00:00Z'),
      ),
      duo('SS110', answer, '2026-08-10T07:00:00Z'),
    ];
    const after = family({ zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(...back) });
    expect(outlineIn(after, GENNEP)).toMatchObject({ aantalPersonen: 3 });
  });

  it('counts a partner who is registered after DUO said that they left the country, and not when DUO says so after it', () => {
    const other = { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Overig' } as const;
    const registered = inschrijving({}, cause('2025-08-13T08:00:00Z'));
    const left = (moment: string) => duo('SS110', { inburgeringsplicht: GONE_ABROAD }, moment);
    const before = duo('SS110', { inburgeringsplicht: other }, '2025-07-01T07:00:00Z');
    const count = (...feiten: readonly Feit[]) =>
      outlineIn(family({ zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(...feiten) }), GENNEP)
        .aantalPersonen;
    expect(count(before, left('2025-08-01T07:00:00Z'), registered)).toBe(3);
    expect(count(before, registered, left('2025-10-01T07:00:00Z'))).toBe(2);
    // DUO says the same again.
    expect(count(left('2025-08-01T07:00:00Z'), registered, left('2025-10-01T07:00:00Z'))).toBe(3);
  });

  it('still counts a person whose plicht ended', () => {
    const after = family({ zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(duo('SS106')) });
    expect(outlineIn(after, GENNEP).aantalPersonen).toBe(3);
  });

  it('has no gemeente once no zaak of it is active', () => {
    const ended = family(
      { versie: 2, feiten: head(duo('SS106')) },
      { zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(duo('SS110')) },
    );
    expect(gemeentenOf(ended)).toEqual([]);
    expect(projections(HUISHOUDEN, ended, TODAY).size).toBe(0);
  });

  it('belongs to each gemeente that a zaak of it belongs to, and counts there the members who live there', () => {
    const parted = family({
      zaakId: PARTNER_ZAAK,
      versie: 2,
      feiten: partner(verhuizing({ gemeentecode: '9999' })),
    });
    expect(new Set(gemeentenOf(parted))).toEqual(new Set(['0907', '9999']));
    expect(outlineIn(parted, GENNEP).aantalPersonen).toBe(2);
    expect(outlineIn(parted, '9999' as Gemeentecode).aantalPersonen).toBe(1);
  });

  it('has the address of a member who is registered, the hoofdpersoon first', () => {
    const settled = family({ zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(inschrijving()) });
    expect(projections(HUISHOUDEN, settled, TODAY).get('0907/mage')?.velden).toMatchObject({
      afleveradres: ADRES,
      aantalPersonen: 3,
    });
    const both = zaakOf([
      ...settled.feiten.values(),
      ...ledenOf([{ versie: 2, feiten: head(inschrijving({ adres: { ...ADRES, huisnummer: 1 } })) }]),
    ]);
    expect(projections(HUISHOUDEN, both, TODAY).get('0907/mage')?.velden).toMatchObject({
      afleveradres: { huisnummer: 1 },
    });
  });

  it('has the size that the gemeente reported, as long as no other member is known', () => {
    const opened = zaakOf(
      ledenOf([{ feiten: [geopend({ aantalPersonen: 4, gezinssamenstelling: 'eenoudergezin' })] }]),
    );
    expect(outlineIn(opened, GENNEP)).toEqual({ aantalPersonen: 4, gezinssamenstelling: 'eenoudergezin' });
  });

  it('is the same whatever the order in which the versions of its members come, and how often', () => {
    const facts = [
      ...ledenOf(MEMBERS),
      ...ledenOf([
        { versie: 2, feiten: head(inschrijving()) },
        { zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(overlijden()) },
        { zaakId: PARTNER_ZAAK, versie: 3, feiten: partner() },
        { zaakId: CHILD_ZAAK, versie: 2, feiten: child(...ingetrokken('TVS-2025-993909', 2)) },
      ]),
    ];
    const shown = (order: readonly Feit[]) => {
      const zaak = zaakOf(order);
      return [projections(HUISHOUDEN, zaak, TODAY).get('0907/mage')?.velden, membersIn(zaak, GENNEP)];
    };
    const expected = shown(facts);
    expect(expected[1]).toEqual([ZAAK, PARTNER_ZAAK]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length }), (order) => {
        expect(shown(order)).toEqual(expected);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('the home of a household', () => {
  const agreed = reported('woning-goedgekeurd', '2025-07-01', { woningId: 'a' });
  const refused = reported('woning-geweigerd', '2025-07-10', { woningId: 'a' });

  it('is agreed by the report on the zaak of one member, and refused by that of another', () => {
    expect(hasWoningIn(family(), GENNEP)).toBe(false);
    expect(standIn(family(), GENNEP)).not.toHaveProperty('woning');
    const housed = family({ versie: 2, feiten: head(agreed) });
    expect(standIn(housed, GENNEP)).toMatchObject({ woning: { akkoord: true, woningId: 'a' } });
    const without = family(
      { versie: 2, feiten: head(agreed) },
      { zaakId: PARTNER_ZAAK, versie: 2, feiten: partner(refused) },
    );
    expect(standIn(without, GENNEP)).toMatchObject({
      woning: { akkoord: false, afgezegd: { op: '2025-07-10' } },
    });
  });

  it('still is when the member died on whose zaak it was reported', () => {
    const after = family({ versie: 2, feiten: head(agreed, overlijden()) });
    expect(hasWoningIn(after, GENNEP)).toBe(true);
  });

  describe('that was reported on the zaak of a member who has gone', () => {
    const sought = reported('woningzoekopdracht-verstuurd', '2025-06-25');
    const elsewhere = inschrijving({ gemeentecode: '0796', datumInschrijving: '2025-08-01' });
    const later = reported(
      'woning-goedgekeurd',
      '2025-08-10',
      { woningId: 'b' },
      undefined,
      '0796' as Gemeentecode,
    );

    it.each<[string, readonly Feit[]]>([
      ['moved to another gemeente', [elsewhere]],
      ['moved to another gemeente, where another home was agreed', [elsewhere, later]],
      ['left the household', ingetrokken('TVS-2025-993909', 2)],
      ['died', [overlijden()]],
    ])('is of those who stay: %s', (_, gone) => {
      const housed = family({ versie: 2, feiten: head(sought, agreed, ...gone) });
      expect(standIn(housed, GENNEP)).toMatchObject({ woning: { akkoord: true, woningId: 'a' } });
      const seeking = family({ versie: 2, feiten: head(sought, ...gone) });
      expect(standIn(seeking, GENNEP)).toMatchObject({
        woning: { akkoord: false, zoekopdracht: { namens: PARTNER_ZAAK } },
      });
    });

    it('is of those who stay when the member was linked to another gemeente since', () => {
      const own = koppeling({ koppelingId: 'TVS-2', datumKoppeling: '2025-08-01', gemeentecode: '0796' });
      const alone = own.personen.map((persoon) =>
        koppelingFeit(cause('2025-08-01T08:00:00Z'), 'geregistreerd', own, persoon, { huishoudenId: OTHER }),
      );
      const gone = [...ingetrokken('TVS-2025-993909', 2), ...alone];
      const housed = family({ versie: 2, feiten: head(sought, agreed, ...gone) });
      expect(standIn(housed, GENNEP)).toMatchObject({ woning: { akkoord: true, woningId: 'a' } });
    });

    it('tells those who stay whose home it is, also of whom it was not proposed', () => {
      const proposed = {
        ...reported('woning-voorgesteld', '2025-06-28', { woningId: 'a' }),
        partner: 'destion',
      };
      const housed = family({ versie: 2, feiten: head(sought, proposed, agreed, overlijden()) });
      expect(standIn(housed, GENNEP)).toMatchObject({ woning: { woningId: 'a', corporatie: 'destion' } });
    });

    describe('to another gemeente, and came back', () => {
      const settled = inschrijving({ datumInschrijving: '2025-07-05' });
      const back = inschrijving({ datumInschrijving: '2025-09-01' });
      const returned = (...feiten: readonly Feit[]) => head(...feiten, settled, elsewhere, back);

      it('is of those who stayed, and so of who came back', () => {
        const housed = family({ versie: 2, feiten: returned(sought, agreed) });
        expect(standIn(housed, GENNEP)).toMatchObject({ woning: { akkoord: true, woningId: 'a' } });
        const seeking = family({ versie: 2, feiten: returned(sought) });
        expect(standIn(seeking, GENNEP)).toMatchObject({
          woning: { akkoord: false, zoekopdracht: { namens: ZAAK } },
        });
      });

      it('is of nobody when all of them left, and came back', () => {
        const all = zaakOf(
          ledenOf([
            { feiten: returned(sought, agreed) },
            { zaakId: PARTNER_ZAAK, feiten: partner(settled, elsewhere, back) },
          ]),
        );
        expect(standIn(all, GENNEP)).not.toMatchObject({ woning: { akkoord: true } });
        const alone = zaakOf(ledenOf([{ feiten: returned(sought, agreed) }]));
        expect(standIn(alone, GENNEP)).not.toMatchObject({ woning: { akkoord: true } });
      });

      it('gives way to a home that was refused since', () => {
        const no = reported('woning-geweigerd', '2025-09-10', { woningId: 'a' });
        const without = family({ versie: 2, feiten: returned(agreed, no) });
        expect(standIn(without, GENNEP)).toMatchObject({ woning: { akkoord: false } });
      });
    });

    it('is not of those with whom the member lives in another gemeente', () => {
      const housed = family({ versie: 2, feiten: head(agreed, elsewhere) });
      expect(hasWoningIn(housed, '0796' as Gemeentecode)).toBe(true);
      expect(standIn(housed, '0796' as Gemeentecode)).not.toMatchObject({ woning: { akkoord: true } });
    });
  });

  it('follows from an address where facts are from before a member said more', () => {
    const older = ledenOf([{ feiten: head(inschrijving()) }]).map((feit) => {
      if (feit.soort !== 'huishouden-lid') throw new Error('no member');
      const { isGevestigd: _, ...lid } = feit.lid;
      return { ...feit, lid };
    });
    expect(hasWoningIn(zaakOf(older), GENNEP)).toBe(true);
  });

  it('is what the zaak of a member says itself, as long as its household told it nothing of it', () => {
    const told = standFeit(cause(), HUISHOUDEN, 3, {
      huishouden: { aantalPersonen: 2, gezinssamenstelling: 'stel' },
    });
    expect(knownStand(zaakOf(head(told, agreed))).woning).toMatchObject({ akkoord: true });
  });
});

it.each<[string, readonly Feit[]]>([
  ['left', ingetrokken('TVS-2025-993909', 2)],
  ['died', [overlijden()]],
  ['met the plicht', [duo('SS106')]],
])('a household is to somebody who %s as the koppeling described it, whatever it told before', (_, gone) => {
  const told = standFeit(cause(), HUISHOUDEN, 3, {
    huishouden: { aantalPersonen: 2, gezinssamenstelling: 'stel' },
  });
  expect(situationOf(zaakOf(head(told))).huishouden.aantalPersonen).toBe(2);
  expect(situationOf(zaakOf(head(told, ...gone))).huishouden.aantalPersonen).toBe(1);
});

describe('the fact about a member on the timeline of a household', () => {
  it('is written to the household of every koppeling, and says in the earlier one that the member left', () => {
    const other = 'a0000000-0000-8000-8000-000000000001' as typeof HUISHOUDEN;
    const later = { ...linked(koppeling({ koppelingId: 'TVS-2', datumKoppeling: '2025-07-01' })) };
    const zaak = zaakOf([linked(), { ...later, huishoudenId: other } as Feit]);
    expect(huishoudensOf(zaak)).toEqual([HUISHOUDEN, other]);
    expect(lidOf(zaak, HUISHOUDEN).isAanwezig).toBe(false);
    expect(lidOf(zaak, other).isAanwezig).toBe(true);
  });

  it('adds nothing when a higher version is known, or when it says the same', () => {
    const lid = lidOf(zaakOf(head()), HUISHOUDEN);
    const gone = { ...lid, isAanwezig: false };
    const household = zaakOf(ledenOf([{ versie: 3, feiten: head() }]));
    expect(knowsLid(household, ZAAK, 2, gone)).toBe(true);
    expect(knowsLid(household, ZAAK, 4, lid)).toBe(true);
    expect(knowsLid(household, ZAAK, 4, gone)).toBe(false);
    // The household never knew this member, so that leaving it adds nothing.
    expect(knowsLid(household, PARTNER_ZAAK, 1, gone)).toBe(true);
    expect(knowsLid(household, PARTNER_ZAAK, 1, lid)).toBe(false);
  });

  it.each<[string, readonly Feit[]]>([
    ['a home was agreed', [reported('woning-goedgekeurd', '2025-07-01', { woningId: 'a' })]],
    ['somebody settled', [inschrijving()]],
  ])('is of somebody who had left by the first that the household hears of them as well: %s', (_, feiten) => {
    const left = partner(...feiten, ...ingetrokken('TVS-2025-993909', 2));
    const lid = lidOf(zaakOf(left), HUISHOUDEN);
    expect(lid.isAanwezig).toBe(false);
    const household = zaakOf(ledenOf([{ feiten: head() }]));
    expect(knowsLid(household, PARTNER_ZAAK, 1, lid)).toBe(false);
    expect(
      hasWoningIn(zaakOf(ledenOf([{ feiten: head() }, { zaakId: PARTNER_ZAAK, feiten: left }])), GENNEP),
    ).toBe(true);
  });

  it('says nothing of where somebody lives who has another household by now', () => {
    const own = koppeling({ koppelingId: 'TVS-2025-993910', datumKoppeling: '2025-07-01' });
    const alone = own.personen.map((persoon) =>
      koppelingFeit(cause('2025-07-01T08:00:00Z'), 'geregistreerd', own, persoon, { huishoudenId: OTHER }),
    );
    const left = partner(...ingetrokken('TVS-2025-993909', 2), ...alone, inschrijving());
    expect(lidOf(zaakOf(left), HUISHOUDEN)).not.toHaveProperty('woonadres');
    const behind = zaakOf(ledenOf([{ feiten: head() }, { zaakId: PARTNER_ZAAK, feiten: left }]));
    expect(hasWoningIn(behind, GENNEP)).toBe(false);
    expect(lidOf(zaakOf(left), OTHER)).toMatchObject({
      isAanwezig: true,
      isGevestigd: true,
      woonadres: ADRES,
    });
  });

  describe('of somebody who left, and of whom the gemeente opened a zaak since', () => {
    const opened = {
      ...geopend({ datumOpening: '2025-08-20', aantalPersonen: 3, gezinssamenstelling: 'eenoudergezin' }),
      huishoudenId: OTHER,
    } as Feit;
    const agreed = reported('woning-goedgekeurd', '2025-07-01', { woningId: 'a' });
    const zaak = zaakOf(partner(agreed, ...ingetrokken('TVS-2025-993909', 2), opened));

    it('is of the household that the gemeente described, and no more of that of the koppeling', () => {
      expect(lidOf(zaak, HUISHOUDEN).isAanwezig).toBe(false);
      expect(lidOf(zaak, OTHER)).toMatchObject({
        isAanwezig: true,
        relatie: 'hoofdpersoon',
        beschreven: { aantalPersonen: 3 },
      });
      expect(situationOf(zaak)).toMatchObject({ huishoudenId: OTHER, huishouden: { aantalPersonen: 3 } });
    });

    it('leaves the home of the days before with the household that they left', () => {
      expect(lidOf(zaak, HUISHOUDEN)).toMatchObject({ woning: [{ woningId: 'a' }] });
      expect(lidOf(zaak, OTHER)).not.toHaveProperty('woning');
    });
  });

  describe('of somebody who left the country by what DUO said', () => {
    const away = duo('SS110', { inburgeringsplicht: GONE_ABROAD }, '2025-09-01T08:00:00Z');
    const isPresent = (feiten: readonly Feit[], huishoudenId = HUISHOUDEN) =>
      lidOf(zaakOf(feiten), huishoudenId).isAanwezig;
    const again = koppeling({ koppelingId: 'TVS-2', datumKoppeling: '2025-10-06' });
    const linkedAgain = again.personen.map((persoon) =>
      koppelingFeit(cause('2025-10-06T08:00:00Z'), 'geregistreerd', again, persoon, { huishoudenId: OTHER }),
    );
    const back = inschrijving({ datumInschrijving: '2025-10-06' }, cause('2025-10-06T08:00:00Z'));

    it('says that they are there again once COA links them anew or the BRP registers them', () => {
      expect(isPresent(head(away))).toBe(false);
      expect(isPresent(head(away, ...linkedAgain), OTHER)).toBe(true);
      expect(isPresent(head(away, back))).toBe(true);
      expect(isPresent(head(away, inschrijving()))).toBe(false);
    });
  });

  it('describes the household as the gemeente did last, also after the household itself said what it is', () => {
    const first = geopend({ aantalPersonen: 3, gezinssamenstelling: 'eenoudergezin' });
    const later = geopend(
      { aantalPersonen: 4, gezinssamenstelling: 'eenoudergezin' },
      cause('2025-08-25T08:00:00Z'),
    );
    const said = standFeit(cause(), HUISHOUDEN, 1, standIn(zaakOf(ledenOf([{ feiten: [first] }])), GENNEP));
    expect(lidOf(zaakOf([first, said, later]), HUISHOUDEN)).toMatchObject({
      beschreven: { aantalPersonen: 4 },
    });
  });
});
