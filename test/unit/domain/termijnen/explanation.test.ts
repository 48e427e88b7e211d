import { describe, expect, it } from 'vitest';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { explainedTermijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, inschrijving, linked, TODAY } from '../support.ts';

/** What the gemeente reads about a date: from which facts and which rule it follows, and what would change it. */

const REGISTERED = inschrijving();
const PLICHT = duo('SS101', {}, '2025-06-25T07:00:00Z');
const LATE_PLICHT = duo('SS101', {}, '2025-09-01T07:00:00Z');
const MET = duo(
  'SS102',
  { inburgeringstermijn: { startdatum: '2025-10-21', einddatum: '2028-10-21' } },
  '2025-10-24T07:00:00Z',
);

const explained = (id: string, feiten: readonly Feit[]) => {
  const found = explainedTermijnenAt(zaakOf([linked(), ...feiten]), TODAY).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no term ${id}`);
  return found.uitleg;
};

describe('the explanation of a term', () => {
  it('names the facts, each with its id on the timeline, also the one that did not decide', () => {
    expect(explained('TG07', [REGISTERED, PLICHT]).start).toEqual([
      { gebeurtenis: 'brp-inschrijving-ontvangen', waarde: '2025-08-13', feitId: REGISTERED.feitId },
      { gebeurtenis: 'inburgeringsplicht-vastgesteld', waarde: '2025-06-25', feitId: PLICHT.feitId },
    ]);
  });

  it('says the rule in words, with the law that moves the end and the rule that picked the start', () => {
    expect(explained('TG07', [REGISTERED, PLICHT]).regel).toBe(
      '10 weken na de vestiging in de gemeente of de kennisgeving van de plicht, de laatste van de twee; ' +
        'die dag zelf telt niet mee; ' +
        'een einde op een zaterdag, zondag of feestdag schuift op (Algemene termijnenwet art. 1)',
    );
    expect(explained('TG07', [REGISTERED, LATE_PLICHT]).regel).toContain('(TL01)');
    expect(explained('TG05', [REGISTERED]).regel).toBe(
      '4 weken na de vestiging in de gemeente, op een adres dat geen COA-locatie is; die dag zelf telt niet mee',
    );
  });

  it('says that a term ends on the day on which it begins', () => {
    expect(explained('TG10', [REGISTERED]).regel).toBe(
      'op de dag van de vestiging in de gemeente, op een adres dat geen COA-locatie is',
    );
  });

  it('names the fact by which the term was met', () => {
    expect(explained('TG07', [REGISTERED, PLICHT]).einde).toBeUndefined();
    expect(explained('TG07', [REGISTERED, PLICHT, MET]).einde).toEqual({
      gebeurtenis: 'pip-vastgesteld',
      waarde: '2025-10-20',
      feitId: MET.feitId,
    });
  });

  it('says that the last day of the inburgeringstermijn is the one of DUO', () => {
    const { regel, verandertDoor } = explained('TG08', [REGISTERED, PLICHT, MET]);
    expect(regel).toContain('de laatste dag is die van DUO, verlengingen inbegrepen');
    expect(verandertDoor).toContain('een verlenging door DUO (SS103, SS104)');
  });

  it.each<[string, string, readonly Feit[], string]>([
    ['no plicht', 'TG07', [REGISTERED], 'dat vaststaat: de inburgeringsplicht is nog niet vastgesteld'],
    [
      'an incomplete date',
      'TG07',
      [PLICHT, inschrijving({ datumInschrijving: '2025-08' })],
      'de volledige datum van de BRP',
    ],
    [
      'a date in onderzoek',
      'TG05',
      [inschrijving({ inOnderzoek: ['datumInschrijving'] })],
      'dat vaststaat: de BRP heeft de datum in onderzoek',
    ],
    ['a registration', 'TG07', [REGISTERED, PLICHT], 'een correctie van de BRP'],
    ['no later kennisgeving', 'TG07', [REGISTERED, PLICHT], 'een kennisgeving van DUO met een latere datum'],
    [
      'no PIP',
      'TG07',
      [REGISTERED, PLICHT],
      'de dagtekening van het PIP, van DUO of gemeld door de gemeente',
    ],
    [
      'a fact',
      'TG07',
      [REGISTERED, PLICHT, MET],
      'een herstel door de gemeente van een feit waaruit dit volgt',
    ],
  ])('says what would change it: %s (%s)', (_, id, feiten, change) => {
    expect(explained(id, feiten).verandertDoor).toContain(change);
  });

  it('names nothing that can no longer change a term that was met', () => {
    expect(explained('TG07', [REGISTERED, PLICHT, MET]).verandertDoor).toEqual([
      'een correctie van de BRP',
      'een herstel door de gemeente van een feit waaruit dit volgt',
    ]);
  });
});
