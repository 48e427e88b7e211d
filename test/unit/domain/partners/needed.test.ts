import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTNER_FIELDS, partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { isToldByStep, PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import {
  missingFor,
  missingForPartners,
  NEEDED,
  type RoleOfZaak,
} from '../../../../domain/partners/needed.ts';
import { notices, withNotices } from '../../../../domain/partners/notices.ts';
import { missingIn, projections } from '../../../../domain/partners/projection.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { emptyZaak, type Zaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import { cause, geopend, huishoudenOf, koppeling, linked, TODAY, ZAAK } from '../support.ts';

const ROLES = PARTNERROLLEN.filter((role): role is RoleOfZaak => role !== 'mage');

/** Those that hear of everybody, whatever stands. */
const ROLES_OF_EVERYBODY = ROLES.filter((role) => !isToldByStep(role));

/** Everything of a person that a source may leave out. */
const FIELDS = [
  'naam',
  'geboortedatum',
  'geslacht',
  'talen',
  'nationaliteit',
  'hoogsteOpleiding',
  'werkervaring',
  'voorinburgering',
  'contact',
] as const;

const without = (fields: readonly string[], versie = 1): Feit =>
  linked(
    koppeling({ versie }, Object.fromEntries(fields.map((field) => [field, undefined]))),
    cause(`2025-06-2${versie}T08:00:00Z`),
  );

const subsets = FIELDS.reduce<readonly (readonly string[])[]>(
  (all, field) => all.concat(all.map((fields) => [...fields, field])),
  [[]],
);

const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

/** The roles that are told of this zaak; every message is composed, which its strict schema would refuse. */
const toldOf = (zaak: Zaak): readonly string[] => {
  const known = projections(ZAAK, zaak, TODAY);
  return notices(ZAAK, emptyZaak, zaak, new Map(), TODAY).map((notice) => {
    expect(notice.soort).toBe('gemeld');
    const message = partnerbericht(SENDER, ZAAK, known, notice, '2025-09-08T08:00:00Z');
    expect(partnerberichtSchema('gemeld', notice.rol).safeParse(message).success).toBe(true);
    return notice.rol;
  });
};

describe('what a role has to be told', () => {
  it.each(ROLES)('%s: follows from its strict schema', (role) => {
    const ofHuishoudenOrKoppeling = [
      'aantalGezinsleden',
      'aantalPersonen',
      'gezinssamenstelling',
      'koppelingId',
    ];
    const required = Object.entries(PARTNER_FIELDS[role].shape)
      .filter(
        ([name, schema]) => !schema.safeParse(undefined).success && !ofHuishoudenOrKoppeling.includes(name),
      )
      .map(([name]) => name);
    expect(Object.keys(NEEDED[role]).toSorted()).toEqual(required.toSorted());
  });

  it('is missing for no role when every field is known', () => {
    expect(missingForPartners(situationOf(zaakOf([linked()])).persoon ?? {})).toEqual([]);
    expect(missingForPartners({})).toEqual(['naam', 'geslacht', 'talen']);
  });
});

describe('a person of whom COA left something out', () => {
  const EVERY = '%s is told a message that its schema takes, or nothing: of every subset';
  it.each(ROLES_OF_EVERYBODY)(EVERY, (role) => {
    expect(subsets).toHaveLength(2 ** FIELDS.length);
    for (const fields of subsets) {
      const zaak = zaakOf([without(fields)]);
      const known = projections(ZAAK, zaak, TODAY).get(`0907/${role}`);
      const { persoon = {} } = situationOf(zaak);
      expect(known !== undefined).toBe(missingFor(role, persoon).length === 0);
      if (known === undefined) continue;
      const { contactTeamInburgering: _, ...own } = known.velden;
      expect(PARTNER_FIELDS[role].safeParse(own).error?.issues).toBeUndefined();
    }
  });

  it('either lets a partner be told or names that partner as waiting, never both', () => {
    for (const fields of subsets) {
      const zaak = zaakOf([without(fields)]);
      const waiting = (missingIn(zaak)?.partners ?? []).map((kanaal) => kanaal.replace('0907/', ''));
      expect([...toldOf(zaak), ...waiting].toSorted()).toEqual([...ROLES_OF_EVERYBODY].toSorted());
    }
  });

  it('counts in the household that MaGe hears of', () => {
    const household = huishoudenOf([without(FIELDS)]);
    expect([...projections(ZAAK, household, TODAY).keys()]).toEqual(['0907/mage']);
  });

  it('is told whole and only once, in whatever order versions and the gemeente tell it', () => {
    const left = fc.subarray([...FIELDS]);
    fc.assert(
      fc.property(left, left, left, fc.boolean(), (first, second, third, isOpened) => {
        const facts = [
          without(first, 1),
          without(second, 2),
          without(third, 3),
          ...(isOpened ? [geopend()] : []),
        ];
        const forgotten = first.filter((field) => second.includes(field) && third.includes(field));
        const { persoon = {} } = situationOf(zaakOf(facts));
        expect(missingForPartners(persoon)).toEqual(
          isOpened ? [] : missingForPartners(onlyWithout(forgotten)),
        );
        expect(situationOf(zaakOf(facts.toReversed())).persoon).toEqual(persoon);
        // Nothing that comes later takes back what was told.
        let dossier = dossierOf([]);
        for (const feit of facts) {
          const after = zaakOf([...dossier.zaak.feiten.values(), feit]);
          const meldingen = notices(ZAAK, dossier.zaak, after, dossier.latest, TODAY);
          expect(meldingen.filter(({ soort }) => soort === 'vervallen')).toEqual([]);
          for (const notice of meldingen) {
            partnerbericht(SENDER, ZAAK, projections(ZAAK, after, TODAY), notice, '2025-09-08T08:00:00Z');
          }
          const latest = withNotices(dossier.latest, meldingen);
          dossier = { ...dossier, zaak: after, latest, versie: dossier.versie + 1 };
        }
        expect([...dossier.latest.keys()].toSorted()).toEqual(
          [...projections(ZAAK, dossier.zaak, TODAY).keys()].toSorted(),
        );
      }),
      { numRuns: runs(200) },
    );
  });
});

const onlyWithout = (fields: readonly string[]) => situationOf(zaakOf([without(fields)])).persoon ?? {};

describe('what was said and not said again', () => {
  const personOf = (...feiten: readonly Feit[]) => situationOf(zaakOf(feiten)).persoon;

  it('still counts, until a later version says otherwise', () => {
    const renamed = linked(
      koppeling({ versie: 3 }, { naam: { geslachtsnaam: 'Anders' }, talen: undefined }),
      cause('2025-06-23T08:00:00Z'),
    );
    expect(personOf(linked(), without(['naam', 'talen'], 2))).toEqual(personOf(linked()));
    expect(personOf(linked(), without(['naam', 'talen'], 2), renamed)).toMatchObject({
      naam: { geslachtsnaam: 'Anders' },
      talen: [{ taal: 'Tigrinya' }],
    });
  });

  it('goes before what the gemeente told, which goes before nothing', () => {
    const opened = geopend({ naam: { geslachtsnaam: 'Anders' }, geslacht: 'onbekend' });
    const person = personOf(linked(koppeling({}, { geslacht: undefined })), without(['naam'], 2), opened);
    expect(person).toMatchObject({ naam: { geslachtsnaam: 'Qasim' }, geslacht: 'man' });
    expect(personOf(without(['naam']), opened)).toMatchObject({
      naam: { geslachtsnaam: 'Anders' },
      geslacht: 'man',
    });
  });

  it('comes from an earlier koppeling too', () => {
    const earlier = linked(koppeling({ koppelingId: 'TVS-1', datumKoppeling: '2024-01-01' }));
    expect(personOf(without(FIELDS), earlier)).toEqual(personOf(linked()));
  });

  it('keeps a child a grown person whose date of birth a later version leaves out', () => {
    const grown = linked(koppeling({}, { relatie: 'kind' }));
    const second = linked(koppeling({ versie: 2 }, { relatie: 'kind', geboortedatum: undefined }));
    expect(situationOf(zaakOf([second, grown])).hasZaak).toBe(true);
  });
});
