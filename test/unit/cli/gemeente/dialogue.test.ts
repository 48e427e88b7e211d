import { describe, expect, it } from 'vitest';
import { complete } from '../../../../cli/gemeente/dialogue.ts';
import { INBOUND_DATA } from '../../../../contracts/berichttypen.ts';
import { type GroupQuestion, questionOf } from '../../../../contracts/questions.ts';
import { person } from './support.ts';

const formOf = (type: keyof typeof INBOUND_DATA): GroupQuestion => {
  const form = questionOf(INBOUND_DATA[type]);
  if (form.kind !== 'group') throw new Error('no group');
  return form;
};

const taallessen = formOf('nl.inburgeringszaken.taallessen.gestart.v1');
const uitslag = formOf('nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1');
const casus = formOf('nl.inburgeringszaken.casus.geopend.v1');
const overlijden = formOf('nl.brp.persoon.overleden.v1');
const koppeling = formOf('nl.tvs.koppeling.geregistreerd.v1');

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const RESULTAAT = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '31,50',
  benodigdeScore: '28,00',
  datumAfname: '2026-03-02',
};

describe('a dialogue', () => {
  it('asks nothing when every answer was given as an option', async () => {
    const { terminal, said } = person();
    const given = { zaakId: ZAAK, startdatum: '2026-03-12' };
    expect(await complete(terminal, taallessen, given)).toEqual(given);
    expect(said).toEqual([]);
  });

  it('asks only for what was not given, with what the contract says of it', async () => {
    const { terminal, said } = person('2026-03-12');
    expect(await complete(terminal, taallessen, { zaakId: ZAAK })).toEqual({
      zaakId: ZAAK,
      startdatum: '2026-03-12',
    });
    expect(said).toEqual([
      '',
      'Startdatum: Eerste dag van de lessen',
      '  for example 2026-03-12',
      '> 2026-03-12',
    ]);
  });

  it('says at once why an answer is not right, and asks again', async () => {
    const { terminal, said } = person('2026-02-30', '2999-01-01', '', '2026-03-12');
    await complete(terminal, taallessen, { zaakId: ZAAK });
    expect(said.slice(3)).toEqual([
      '> 2026-02-30',
      '  is geen bestaande datum (jjjj-mm-dd)',
      '> 2999-01-01',
      '  ligt in de toekomst',
      '> ',
      '  moet ingevuld worden',
      '> 2026-03-12',
    ]);
  });

  it('asks first for what was given wrong, and leaves out what Enter skips', async () => {
    const { terminal, said } = person('');
    const given = { bsn: '999966133', vNummer: '2798163871', datumOverlijden: 'mei' };
    expect(await complete(terminal, overlijden, given)).toEqual({
      bsn: '999966133',
      vNummer: '2798163871',
    });
    expect(said[1]).toBe('  datumOverlijden is geen bestaande datum (jjjj-mm-dd, jjjj-mm of jjjj)');
  });

  it('asks for the whole when something is missing, and again for what the whole lacks', async () => {
    const answers = [
      ...['', ''], // bsn, vNummer: one of the two is needed
      ...['1', '31,50', '28,00', '2026-03-02', 'nee'],
      ...['', '2798163871'],
    ];
    const { terminal, said, left } = person(...answers);
    expect(await complete(terminal, uitslag, { gemeentecode: '0907' })).toEqual({
      gemeentecode: '0907',
      vNummer: '2798163871',
      resultaten: [RESULTAAT],
    });
    expect(left).toEqual([]);
    expect(said).toContain('  vNummer bsn of vNummer is verplicht');
  });

  it('takes as many items of a list as the person gives', async () => {
    const other = { ...RESULTAAT, resultaat: 'Onbekend' };
    const { terminal } = person(
      ...['', '2798163871'],
      ...['1', '31,50', '28,00', '2026-03-02', 'ja'],
      ...['Onbekend', '31,50', '28,00', '2026-03-02', ''],
    );
    const { resultaten } = await complete(terminal, uitslag, { gemeentecode: '0907' });
    expect(resultaten).toEqual([RESULTAAT, other]);
  });

  it('asks again for one value deep in what was given, and for nothing else', async () => {
    const { terminal, left } = person('31,50');
    const given = {
      gemeentecode: '0907',
      bsn: '999966133',
      resultaten: [RESULTAAT, { ...RESULTAAT, behaaldeScore: '31.50' }],
    };
    expect(await complete(terminal, uitslag, given)).toEqual({
      ...given,
      resultaten: [RESULTAAT, RESULTAAT],
    });
    expect(left).toEqual([]);
  });

  it('finds that a person occurs twice, and asks for the number of the second', async () => {
    const persoon = {
      vNummer: '2798163871',
      relatie: 'hoofdpersoon',
      naam: { geslachtsnaam: 'Voorbeeld' },
      geslacht: 'man',
      talen: [],
    };
    const given = {
      koppelingId: 'TVS-1',
      versie: 1,
      gemeentecode: '0907',
      datumKoppeling: '2026-03-02',
      personen: [persoon, persoon],
    };
    const { terminal } = person('2798163872');
    expect(await complete(terminal, koppeling, given)).toEqual({
      ...given,
      personen: [persoon, { ...persoon, vNummer: '2798163872' }],
    });
  });

  it('asks through groups and lists of a whole zaak', async () => {
    const { terminal, left } = person(
      ...['999966133', ''], // bsn, vNummer
      ...['2026-03-02', '', '', '', 'Amina', ''], // an empty name is asked again
      ...['1990', 'vrouw', ''],
      ...['ja', 'Arabisch', '', 'ja', 'nee'], // talen
      ...['', '', 'misschien', 'nee', 'ja', '06-12345678', ''], // opleiding … contact
      ...['4', '3'],
    );
    expect(await complete(terminal, casus, { gemeentecode: '0907' })).toEqual({
      bsn: '999966133',
      gemeentecode: '0907',
      datumOpening: '2026-03-02',
      naam: { voornamen: 'Amina' },
      geboortedatum: '1990',
      geslacht: 'vrouw',
      talen: [{ taal: 'Arabisch', tolkNodig: true }],
      contact: { telefoonnummer: '06-12345678' },
      gezinssamenstelling: 'eenoudergezin',
      aantalPersonen: 3,
    });
    expect(left).toEqual([]);
  });

  it('offers the usual answer, which Enter takes', async () => {
    const inschrijving = formOf('nl.brp.persoon.ingeschreven.v1');
    const { terminal, said } = person('', '', '', '1', '', '2026-03-02', '', 'nee', '');
    const data = await complete(terminal, inschrijving, { bsn: '999966133' }, { gemeentecode: '0907' });
    expect(data).toMatchObject({ gemeentecode: '0907', isCoaLocatie: false });
    expect(said).toContain('  for example 0907; Enter is 0907');
  });

  it('ends where no question leads to what is wrong, and leaves that to the reader', async () => {
    const { terminal } = person();
    const given = { zaakId: ZAAK, startdatum: '2026-03-12', kleur: 'rood' };
    expect(await complete(terminal, taallessen, given)).toEqual(given);
  });
});
