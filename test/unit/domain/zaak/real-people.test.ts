import { describe, expect, it, test } from 'vitest';
import { InboundAdres } from '../../../../contracts/adres.ts';
import { type Gemeentecode, InboundUnknownDatum } from '../../../../contracts/base-types.ts';
import { PersoonOverleden } from '../../../../contracts/brp.ts';
import { PARTNER_FIELDS } from '../../../../contracts/partnerberichten.ts';
import { PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { fieldsOfZaak } from '../../../../domain/partners/fields.ts';
import type { RoleOfZaak } from '../../../../domain/partners/needed.ts';
import { projections } from '../../../../domain/partners/projection.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { termijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { zaakData } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  ADRES,
  cause,
  duo,
  HUISHOUDEN_LOG,
  huishoudenOf,
  inschrijving,
  koppeling,
  linked,
  TODAY,
  timelineOf,
  ZAAK,
} from '../support.ts';

/** People as the BRP and COA know them: with what is unknown, secret or doubtful. */

const told = (feiten: readonly Feit[], partner: string) =>
  projections(ZAAK, zaakOf(feiten), TODAY).get(`0907/${partner}`)?.velden;

const afleveradres = (feiten: readonly Feit[]) =>
  projections(HUISHOUDEN_LOG, huishoudenOf(feiten), TODAY).get('0907/mage')?.velden;

const unborn = (relatie: string): Feit => linked(koppeling({}, { relatie, geboortedatum: '00000000' }));

describe('a date of birth of which nothing is known', () => {
  it.each(['0000', '00000000', '0000-00-00', undefined])('written as %s is left out', (written) => {
    expect(InboundUnknownDatum.parse(written)).toBeUndefined();
  });

  it.each(['0000-01-01', '1890', '2001-13', '2999', ''])('is not %s', (written) => {
    expect(InboundUnknownDatum.safeParse(written).success).toBe(false);
  });

  it.each([
    ['hoofdpersoon', true],
    ['partner', true],
    ['kind', false],
    ['overig', false],
  ])('makes a %s a zaak: %s; the plicht makes anybody one', (relatie, hasZaak) => {
    expect(situationOf(zaakOf([unborn(relatie)])).hasZaak).toBe(hasZaak);
    const plichtig = zaakOf([unborn(relatie), duo('SS101')]);
    expect(situationOf(plichtig).hasZaak).toBe(true);
  });

  it('is told to no partner, and nothing that follows from it', () => {
    const feiten = [unborn('hoofdpersoon')];
    expect(told(feiten, 'taalschool')).toMatchObject({ geslacht: 'man' });
    expect(told(feiten, 'taalschool')).not.toHaveProperty('geboortejaar');
    expect(told(feiten, 'balk')).not.toHaveProperty('geboortedatum');
    expect(told(feiten, 'taalmaatjes')).not.toHaveProperty('leeftijdsklasse');
  });
});

describe('an address', () => {
  test.each([
    [{ locatiebeschrijving: 'Woonboot bij de haven', woonplaats: 'Gennep' }],
    [{ locatiebeschrijving: 'Woonboot bij de haven' }],
    [{ straat: 'Brugstraat', huisnummer: 194, woonplaats: 'Milsbeek' }],
    [{ ...ADRES, aanduidingBijHuisnummer: 'tegenover' }],
  ])('%j reaches the partners that may know it, unchanged', (adres) => {
    const feiten = [linked(), inschrijving({ adres })];
    expect(told(feiten, 'balk')).toMatchObject({ adres });
    expect(afleveradres(feiten)).toMatchObject({ afleveradres: adres });
  });

  it('has the codes of the BRP in words', () => {
    expect(InboundAdres.parse({ ...ADRES, aanduidingBijHuisnummer: 'to' })).toMatchObject({
      aanduidingBijHuisnummer: 'tegenover',
    });
    expect(InboundAdres.parse({ ...ADRES, aanduidingBijHuisnummer: 'by' })).toMatchObject({
      aanduidingBijHuisnummer: 'bij',
    });
  });

  it('that a registration lacks takes the place of the address before, and the term starts all the same', () => {
    const moved = inschrijving({ adres: undefined, datumInschrijving: '2025-09-01' });
    const feiten = [linked(), inschrijving(), moved];
    expect(termijnenOf(zaakOf([linked(), moved])).map(({ id }) => id)).toContain('TG07');
    expect(told(feiten, 'balk')).not.toHaveProperty('adres');
  });

  it('needs a street with a number, or a description', () => {
    const result = InboundAdres.safeParse({ postcode: '6591CD', woonplaats: 'Milsbeek' });
    expect(result.error?.issues.map(({ path }) => path)).toEqual([['straat'], ['huisnummer']]);
  });
});

describe('geheimhouding', () => {
  const at = (day: string, change: Record<string, unknown>) =>
    inschrijving(change, cause(`2025-08-${day}T08:00:00Z`));
  const secret = [linked(), at('13', { geheimhouding: true })];

  /** Every role of which a message about a zaak may say where somebody lives, with that field. */
  const PLACES = PARTNERROLLEN.filter((role) => role !== 'mage').flatMap((role) =>
    (['adres', 'woonplaats'] as const).flatMap((field) =>
      field in PARTNER_FIELDS[role].shape ? [{ role, field }] : [],
    ),
  );
  /** What a role may know of a zaak, whether or not it hears of it already. */
  const fieldsOf = (role: RoleOfZaak, feiten: readonly Feit[]): readonly string[] => {
    const { gemeentecode, persoon, ...rest } = situationOf(zaakOf(feiten));
    if (gemeentecode === undefined || persoon === undefined) throw new Error('nobody is told of this zaak');
    return Object.keys(fieldsOfZaak(role, { ...rest, gemeentecode, persoon }));
  };
  const { secretAddressTo } = gemeenteProfile('0907' as Gemeentecode);

  it('is about every role that is told an address or a place', () => {
    expect(PLACES.map(({ role }) => role)).toEqual(expect.arrayContaining(['balk', 'taalmaatjes']));
    expect(PLACES.length).toBeGreaterThan(secretAddressTo.length);
  });

  it.each(PLACES)(
    'keeps $field from $role, unless the profile of the gemeente names that role',
    ({ role, field }) => {
      expect(fieldsOf(role, [linked(), at('13', {})])).toContain(field);
      expect(fieldsOf(role, secret).includes(field)).toBe(secretAddressTo.includes(role));
    },
  );

  it('keeps the address from who delivers at it, and from the household, and not from the gemeente', () => {
    expect(afleveradres(secret)).not.toHaveProperty('afleveradres');
    expect(JSON.stringify([...huishoudenOf(secret).feiten])).not.toContain(ADRES.straat);
    expect(zaakData(zaakOf(secret), TODAY)).toMatchObject({ adres: ADRES, geheimhouding: true });
  });

  it('ends when the BRP says so, not when it says nothing', () => {
    expect(told([...secret, at('14', {})], 'taalmaatjes')).not.toHaveProperty('woonplaats');
    const ended = [...secret, at('14', { geheimhouding: false })];
    expect(told(ended, 'taalmaatjes')).toMatchObject({ woonplaats: 'Milsbeek' });
    expect(afleveradres(ended)).toMatchObject({ afleveradres: ADRES });
    expect(told(ended.toReversed(), 'taalmaatjes')).toMatchObject({ woonplaats: 'Milsbeek' });
  });
});

describe('data in onderzoek', () => {
  it('make a term that starts from their date provisional, and are shown to the gemeente', () => {
    const zaak = zaakOf([linked(), inschrijving({ inOnderzoek: ['datumInschrijving'] })]);
    expect(termijnenOf(zaak).every(({ voorlopig }) => voorlopig === true)).toBe(true);
    expect(zaakData(zaak, TODAY)).toMatchObject({
      inschrijving: { datumInschrijving: '2025-08-13', inOnderzoek: ['datumInschrijving'] },
    });
  });

  it('leave a term alone that starts from another date', () => {
    const zaak = zaakOf([linked(), duo('SS101'), inschrijving({ inOnderzoek: ['adres'] })]);
    expect(termijnenOf(zaak).some(({ voorlopig }) => voorlopig === true)).toBe(false);
  });
});

describe('a death', () => {
  const overleden = (datumOverlijden: string | undefined): Feit => ({
    ...cause('2025-09-01T08:00:00Z'),
    feitId: 'brp:test#1',
    soort: 'brp-overlijden',
    gegevens: PersoonOverleden.parse({ bsn: '999966133', datumOverlijden }),
  });

  it.each([undefined, '00000000', '2025'])('that is dated %s ends the zaak and its terms', (written) => {
    const zaak = zaakOf([linked(), inschrijving(), overleden(written)]);
    expect(situationOf(zaak)).toMatchObject({ isOverleden: true, redenVervallen: 'overleden' });
    expect(termijnenOf(zaak).every(({ gestopt }) => gestopt === 'overleden')).toBe(true);
  });

  it('stands on the timeline without a date when the BRP knows none', () => {
    const content = { feiten: [linked(), overleden('0000')], meldingen: [] };
    const commits = [{ versie: 1, tijd: '2025-09-01T08:00:00Z', inhoud: content }];
    const line = timelineOf(commits).find(({ naam }) => naam === 'overlijden-ontvangen');
    expect(line?.gegevens).toEqual({ status: 'geldig' });
  });
});
