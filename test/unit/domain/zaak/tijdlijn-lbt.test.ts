import { describe, expect, it } from 'vitest';
import type { LbtResultaat } from '../../../../contracts/duo.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, GENNEP, linked, putAside } from '../support.ts';

const typedOver = (moment: string, berichtId?: string) => ({
  ...cause(moment, berichtId),
  gemeldDoor: GENNEP,
  medewerker: '0f8e2c41-6a1d-8f53-9b27-3c5d7e9f1a2b',
});

describe('a result of the leerbaarheidstoets', () => {
  const result: LbtResultaat = {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '36,00',
    benodigdeScore: '28,00',
    datumAfname: '2025-09-15',
  };
  const reported = (
    berichtId: string,
    moment: string,
    resultaten: LbtResultaat[] = [result],
  ): MeldingFeit => ({
    ...typedOver(moment, berichtId),
    feitId: `melding:${berichtId}`,
    soort: 'melding',
    melding: 'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1',
    gemeentecode: GENNEP,
    antwoorden: { 'lbt/resultaten': resultaten },
  });
  const first = reported('a', '2025-09-20T08:00:00Z');
  const again = reported('b', '2025-09-21T08:00:00Z');
  const uitslagen = (...feiten: readonly Feit[]) =>
    tijdlijnOf(zaakOf([linked(), ...feiten]), GENNEP, []).filter(
      ({ naam }) => naam === 'leerbaarheidstoets-uitslag-ontvangen',
    );

  it('that the gemeente typed over is one line of the gemeente, by which it can be put right', () => {
    const { medewerker } = first;
    expect(uitslagen(first)).toEqual([
      {
        naam: 'leerbaarheidstoets-uitslag-ontvangen',
        tijdstip: '2025-09-20T08:00:00Z',
        bron: 'gemeente',
        gegevens: { ...result, status: 'geldig', medewerker },
        feitId: first.feitId,
      },
    ]);
  });

  it('that it typed over twice is one line, of the first report, whichever came first', () => {
    expect(uitslagen(again, first)).toEqual(uitslagen(first));
    expect(uitslagen(first, again)).toEqual(uitslagen(first));
  });

  it('of two in one report is a line each', () => {
    const retake: LbtResultaat = { ...result, datumAfname: '2025-09-18' };
    expect(
      uitslagen(reported('a', '2025-09-20T08:00:00Z', [result, retake])).map(({ feitId, gegevens }) => [
        feitId,
        gegevens['datumAfname'],
        gegevens['status'],
      ]),
    ).toEqual([
      ['melding:a', '2025-09-15', 'vervangen'],
      ['melding:a', '2025-09-18', 'geldig'],
    ]);
  });

  it('that was put right stays on the timeline and says so, also when another report of it stands', () => {
    const aside = putAside([first.feitId]);
    expect(uitslagen(first, aside).map(({ bron, gegevens }) => [bron, gegevens['hersteld']])).toEqual([
      ['gemeente', true],
    ]);
    expect(
      uitslagen(first, again, aside).map(({ feitId, gegevens }) => [feitId, gegevens['hersteld']]),
    ).toEqual([
      [first.feitId, true],
      [again.feitId, undefined],
    ]);
  });

  it('that DUO tells itself is DUO’s, beside what the gemeente reported', () => {
    const byDuo = duo('SS131', { 'lbt/resultaten': [result] }, '2025-10-19T07:00:00Z');
    expect(uitslagen(byDuo).map(({ bron }) => bron)).toEqual(['duo']);
    expect(uitslagen(first, byDuo).map(({ bron, feitId }) => [bron, feitId])).toEqual([
      ['gemeente', first.feitId],
      ['duo', undefined],
    ]);
  });
});
