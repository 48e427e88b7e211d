import { describe, expect, it } from 'vitest';
import { entriesOf, essentials } from '../../../../cli/print/essentials.ts';
import { fieldText } from '../../../../cli/print/fields.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';
import { partnerLines, shownFields, soortOf } from '../../../../cli/print/partners.ts';
import { fitLine, printWidth, table, wrap } from '../../../../cli/print/text.ts';
import { timelineLines } from '../../../../cli/print/timeline.ts';
import type { Bericht, Tijdlijn } from '../../../../client/answers.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const bericht = (soort: string, volgnummer: number, data: Record<string, unknown>): Bericht => ({
  id: `${ZAAK}-${volgnummer}`,
  type: `nl.inburgeringszaken.nieuwe.inburgeraar.${soort}.v1`,
  subject: ZAAK,
  time: '2025-06-20T08:32:00.000Z',
  data: { zaakId: ZAAK, gemeentecode: '0907', volgnummer, contactTeamInburgering: { naam: 'Team' }, ...data },
});

const tijdlijn = (part: Partial<Tijdlijn>): Tijdlijn =>
  ({ zaakId: ZAAK, gebeurtenissen: [], termijnen: [], ...part }) as Tijdlijn;

describe('text for a terminal', () => {
  it('breaks words at the width and indents what follows', () => {
    expect(wrap('een twee drie vier', 14, '- ')).toEqual(['- een twee', '  drie vier']);
  });

  it('leaves a word that is longer than the width whole', () => {
    expect(wrap('a eenheellangwoord b', 8)).toEqual(['a', 'eenheellangwoord', 'b']);
  });

  it('aligns columns and wraps the last one under itself', () => {
    expect(
      table(
        [
          ['a', 'bb', 'een twee drie vier vijf zes'],
          ['aaa', 'b', 'drie'],
        ],
        32,
      ),
    ).toEqual(['  a    bb  een twee drie vier', '           vijf zes', '  aaa  b   drie']);
  });

  it('breaks a labelled line under what follows its label, and leaves one that fits', () => {
    expect(fitLine('  Messages out  balk 2, mage 2', 24)).toEqual([
      '  Messages out  balk 2,',
      '                mage 2',
    ]);
    expect(fitLine('  Zaken         1', 24)).toEqual(['  Zaken         1']);
  });

  it('goes on over the next line in every row at the same column where a row is too wide', () => {
    const rows = [
      ['TG07', '2025-10-20', 'PIP vaststellen'],
      ['TG2', '2025-10', 'Intake'],
    ];
    expect(table(rows, 26)).toEqual([
      '  TG07  2025-10-20',
      '      PIP vaststellen',
      '  TG2   2025-10',
      '      Intake',
    ]);
    expect(table(rows, 15)).toEqual([
      '  TG07',
      '      2025-10-20',
      '      PIP',
      '      vaststellen',
      '  TG2',
      '      2025-10',
      '      Intake',
    ]);
  });

  it('prints in the columns of the terminal, at least 60 and at most 200, and in 100 when there is none', () => {
    expect([undefined, 240, 80, 20].map(printWidth)).toEqual([100, 200, 80, 60]);
  });
});

describe('values in words', () => {
  it.each([
    [{ voorletters: 'Y.A.', voorvoegsel: 'el', geslachtsnaam: 'Qasim' }, 'Y.A. el Qasim'],
    [
      { straat: 'Brugstraat', huisnummer: 194, huisletter: 'A', postcode: '6591CD', woonplaats: 'Milsbeek' },
      'Brugstraat 194A, 6591CD Milsbeek',
    ],
    [{ locatiebeschrijving: 'Woonboot bij de haven', woonplaats: 'Gennep' }, 'Woonboot bij de haven, Gennep'],
    [
      { straat: 'Brugstraat', huisnummer: 194, aanduidingBijHuisnummer: 'tegenover' },
      'Brugstraat tegenover 194',
    ],
    [{ voornamen: 'Yusuf Ali' }, 'Yusuf Ali'],
    [
      [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }, { taal: 'Engels' }],
      'Tigrinya (Ge’ez, tolk), Engels',
    ],
    [{ instemming: 'ja', deelname: true, voldaan: false }, 'instemming ja, deelname ja, voldaan nee'],
    [2002, '2002'],
    [[], 'geen'],
    [undefined, '-'],
  ])('says %j as %s', (value, text) => {
    expect(fieldText(value)).toBe(text);
  });
});

describe('what partners received', () => {
  const gemeld = bericht('gemeld', 1, { voornaam: 'Yusuf', gezinssamenstelling: 'alleenstaand' });
  const gewijzigd = bericht('gewijzigd', 2, {
    voornaam: 'Yusuf',
    gezinssamenstelling: 'alleenstaand',
    woonplaats: 'Milsbeek',
    gewijzigd: ['woonplaats'],
  });

  it('shows the fields of the partner and not what every message carries', () => {
    expect(soortOf(gemeld)).toBe('gemeld');
    expect(shownFields(gemeld)).toEqual({ voornaam: 'Yusuf', gezinssamenstelling: 'alleenstaand' });
  });

  it('shows of a change only what changed', () => {
    expect(shownFields(gewijzigd)).toEqual({ woonplaats: 'Milsbeek' });
  });

  it('names organisation, key, kind and fields, and who received nothing', () => {
    const posts = [
      { sleutel: 'wijkondersteuner', organisatie: 'Dorps-/wijkondersteuner', berichten: [gemeld, gewijzigd] },
      { sleutel: 'mage', organisatie: 'MaGe', berichten: [] },
    ];
    expect(partnerLines(posts, 100, PLAIN)).toEqual([
      '  Dorps-/wijkondersteuner (wijkondersteuner)',
      '    1 gemeld     voornaam: Yusuf · gezinssamenstelling: alleenstaand',
      '    2 gewijzigd  woonplaats: Milsbeek',
      '  MaGe (mage)',
      '    nothing',
    ]);
  });

  it('says that a changed field is gone', () => {
    const away = bericht('gewijzigd', 3, { voornaam: 'Yusuf', gewijzigd: ['woonplaats'] });
    const [, line] = partnerLines([{ sleutel: 'w', organisatie: 'W', berichten: [away] }], 100, PLAIN);
    expect(line).toBe('    3 gewijzigd  woonplaats: -');
  });
});

describe('a timeline', () => {
  it('gives date, name, source and essentials of each event, and each term with its dates', () => {
    const lines = timelineLines(
      tijdlijn({
        gebeurtenissen: [
          {
            naam: 'koppeling-ontvangen',
            tijdstip: '2025-06-20T08:32:00Z',
            bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
            gegevens: { datumKoppeling: '2025-06-20' },
          },
        ],
        termijnen: [
          {
            id: 'TG07',
            naam: 'PIP vaststellen',
            soort: 'wettelijk',
            startGebeurtenis: 'brp-inschrijving-ontvangen',
            eindGebeurtenis: 'pip-vastgesteld',
            startdatum: '2025-08-13',
            duur: 'P10W',
            einddatum: '2025-10-22',
            bron: 'werkafspraken R10.T1',
            stand: 'te laat gehaald',
            gehaaldOp: '2025-10-23',
          },
        ],
      }),
      100,
      PLAIN,
    );
    expect(lines).toContain('  2025-06-20  koppeling-ontvangen  tvs  datumKoppeling 2025-06-20');
    expect(lines).toContain(
      '  TG07  2025-08-13 → 2025-10-22  10 weken  wettelijk  te laat gehaald 2025-10-23  PIP vaststellen',
    );
  });

  it('leaves out what goes without saying and keeps what does not', () => {
    expect(
      essentials({
        soort: 'verhuizing',
        gemeentecode: '0907',
        isCoaLocatie: true,
        teltAlsVestiging: true,
        inburgeringsplicht: {
          indicatorInburgeringsplicht: true,
          begindatum: '2025-06-06',
          einddatum: '2026-01-01',
        },
        status: 'vervangen',
      }),
    ).toBe('verhuizing · isCoaLocatie ja · inburgeringsplicht ja, 2025-06-06 · status vervangen');
  });

  it('puts notices to several partners of one day on one line', () => {
    const notice = (name: string, data: Record<string, unknown>) => ({
      naam: name,
      tijdstip: '2025-06-20T08:32:00Z',
      bron: 'hub',
      gegevens: { volgnummer: 1, velden: ['naam'], ...data },
    });
    const entries = entriesOf([
      notice('nieuwe-inburgeraar-gemeld', { partner: '0907/balk' }),
      notice('nieuwe-inburgeraar-gemeld', { partner: '0907/mage' }),
      notice('nieuwe-inburgeraar-gewijzigd', { partner: '0907/balk', gewijzigd: ['adres'] }),
    ]);
    expect(entries.map(({ tekst }) => tekst)).toEqual(['to balk, mage', 'to balk (adres)']);
    const [step] = entriesOf([
      notice('partner-ingelicht', { partner: '0907/balk', gebeurtenis: 'kennismaking-gepland' }),
    ]);
    expect(step?.tekst).toBe('to balk (kennismaking-gepland)');
  });

  it('says of a message to a partner how far it is, unless the partner has it', () => {
    const notice = (data: object) => ({
      naam: 'nieuwe-inburgeraar-gewijzigd',
      tijdstip: '2025-06-16T09:00:00.000Z',
      bron: 'hub',
      gegevens: { volgnummer: 2, velden: ['naam'], gewijzigd: ['adres'], ...data },
    });
    const [entry] = entriesOf([
      notice({ partner: '0907/balk', staat: 'klaargezet' }),
      notice({ partner: '0907/mage', staat: 'bezorgd' }),
      notice({ partner: '0907/intos', staat: 'bevestigd' }),
      notice({ partner: '0907/taalschool', staat: 'geparkeerd', gewijzigd: undefined }),
    ]);
    expect(entry?.tekst).toBe(
      'to balk (adres; klaargezet), mage (adres), intos (adres), taalschool (geparkeerd)',
    );
  });

  it('says when nothing happened and why no term runs', () => {
    const text = timelineLines(tijdlijn({}), 100, PLAIN).join('\n');
    expect(text).toContain('nothing yet');
    expect(text).toContain('registration in the BRP');
  });
});
