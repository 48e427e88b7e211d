import { expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { termijnenAt, zaakData } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, inschrijving, linked, timelineOf } from '../support.ts';

const ASIELSTATUSHOUDER = { indeling: 'Asielstatushouder' as const, begindatum: '2025-08-01' };
const GEZINSMIGRANT = { indeling: 'Gezinsmigrant en overige migrant' as const, begindatum: '2026-05-01' };
const PLICHTIG = { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' };
const ENDED = {
  indicatorInburgeringsplicht: false,
  einddatum: '2026-06-01',
  redenGeenInburgeringsplicht: 'Verblijfsdoel gewijzigd' as const,
};

const seen = (...feiten: Parameters<typeof zaakOf>[0][]) =>
  zaakData(zaakOf([linked(), ...feiten.flatMap((list) => [...list])]), '2026-11-27');

it('the zaak shows the latest answer of DUO to each question, and the timeline keeps the answers before it', () => {
  const feiten = [
    duo('SS110', { inburgeringsplicht: ENDED }, '2026-06-10T07:00:00Z'),
    duo('SS101', { inburgeringsplicht: PLICHTIG, doelgroep: ASIELSTATUSHOUDER }, '2026-03-10T07:00:00Z'),
    duo('SS124', { inburgeringsplicht: PLICHTIG, doelgroep: GEZINSMIGRANT }, '2026-05-10T07:00:00Z'),
  ];
  expect(seen(feiten)).toMatchObject({ inburgeringsplicht: ENDED, doelgroep: GEZINSMIGRANT });
  const commits = [
    { versie: 1, tijd: '2026-07-01T00:00:00Z', inhoud: { feiten: [linked(), ...feiten], meldingen: [] } },
  ];
  const lines = timelineOf(commits).filter(({ bron }) => bron === 'duo');
  expect(
    lines.map(({ gegevens }) => [gegevens['code'], gegevens['inburgeringsplicht'], gegevens['doelgroep']]),
  ).toEqual([
    ['SS101', PLICHTIG, ASIELSTATUSHOUDER],
    ['SS124', PLICHTIG, GEZINSMIGRANT],
    ['SS110', ENDED, undefined],
  ]);
});

it('the terms stop when DUO answers that there is no plicht any more', () => {
  const zaak = zaakOf([
    linked(),
    inschrijving(),
    duo('SS124', { inburgeringsplicht: ENDED }, '2025-09-10T07:00:00Z'),
  ]);
  const [tg06] = termijnenAt(zaak, '2026-03-01').filter(({ id }) => id === 'TG06');
  expect(tg06).toMatchObject({ stand: 'gestopt', gestopt: 'inburgeringsplicht ingetrokken' });
});

it('an empty list is an answer, and no answer (404) takes nothing away', () => {
  const first: DuoResponses = {
    vrijstellingen: [{ GeheleVrijstelling: { oordeel: 'Afwijzing', reden: 'DIP' } }],
    'examens/resultaten': [],
  };
  expect(
    seen([duo('SS114', first, '2026-02-02T07:00:00Z'), duo('SS115', {}, '2026-02-03T07:00:00Z')]),
  ).toMatchObject({
    vrijstellingen: first.vrijstellingen,
    examenresultaten: [],
  });
  expect(
    seen([
      duo('SS114', first, '2026-02-02T07:00:00Z'),
      duo('SS115', { vrijstellingen: [] }, '2026-02-03T07:00:00Z'),
    ]),
  ).toMatchObject({ vrijstellingen: [] });
});

it('the zaak shows the same answer of two notifications of one moment, whichever came first', () => {
  const moment = '2026-02-02T07:00:00Z';
  const one = duo(
    'SS103',
    { inburgeringstermijn: { startdatum: '2025-10-20', einddatum: '2028-10-20' } },
    moment,
  );
  const other = duo(
    'SS104',
    { inburgeringstermijn: { startdatum: '2025-10-20', einddatum: '2029-04-20' } },
    moment,
  );
  expect(seen([one, other])['inburgeringstermijn']).toEqual(seen([other, one])['inburgeringstermijn']);
});

it('the zaak has a member of its own for the answer to each question', () => {
  const answers: DuoResponses = {
    inburgeringsplicht: PLICHTIG,
    doelgroep: ASIELSTATUSHOUDER,
    inburgeringstermijn: { startdatum: '2025-10-20', einddatum: '2028-10-20' },
    PIP: { gemeentecode: '0907', pip: { dagtekeningPip: '2025-10-19', leerroute: 'B' } },
    vrijstellingen: [],
    ontheffingen: [],
    'lbt/examennummer': { examennummer: 'E1' },
    'examens/resultaten': [],
    'examens/gratispogingen': [{ onderdeel: 'KNM', gratisPogingenTegoed: 2 }],
  };
  expect(seen([duo('SS130', answers)])).toMatchObject({
    inburgeringsplicht: PLICHTIG,
    doelgroep: ASIELSTATUSHOUDER,
    inburgeringstermijn: answers.inburgeringstermijn,
    pip: answers.PIP,
    vrijstellingen: [],
    ontheffingen: [],
    examennummer: { examennummer: 'E1' },
    examenresultaten: [],
    gratisPogingen: answers['examens/gratispogingen'],
  });
});
