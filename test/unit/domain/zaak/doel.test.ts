import { describe, expect, it } from 'vitest';
import { PUBLISHED_CODES } from '../../../../domain/duo/meanings.ts';
import { decideDuo, mayQuery } from '../../../../domain/zaak/decide.ts';
import { evolve, type Zaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { notificatieBericht, V_NUMMER } from '../../functions/berichten.ts';
import { cause, duo, duoTo, inschrijving, linked, putAside } from '../support.ts';

/** The hub decides about a notification by the gemeente that DUO addressed, before it asks DUO anything. */

const HUB = '00000099000000001000';
const GENNEP = '00000099000009070000';
const DEN_BOSCH = '00000099000007960000';
/** The codes that say which gemeente a person belongs to from now on. */
const MOVES = ['SS101', 'SS120', 'SS121', 'SS128', 'SS129', 'SS130', 'SS139'];
const CODES = [...PUBLISHED_CODES, 'ZZ999'];

const ofGennep = zaakOf([linked()]);
const ofNobody = zaakOf([duo('SS139')]);
const outside = zaakOf([duo('SS139'), inschrijving({ gemeentecode: '0268' })]);

const decided = (zaak: Zaak, code: string, doel: string | undefined) => {
  const bericht = notificatieBericht(code, { vNummer: V_NUMMER }, '2025-10-20T07:00:00Z', HUB);
  return mayQuery(
    zaak,
    { ...bericht, doel: doel as typeof bericht.doel },
    { gebeurtenis: code, queries: [] },
  );
};

describe('a notification of DUO', () => {
  it.each(CODES)(
    'with code %s to another gemeente counts only when it says that the person goes there',
    (code) => {
      const decision = decided(ofGennep, code, DEN_BOSCH);
      expect(decision).toMatchObject(
        MOVES.includes(code)
          ? { kind: 'query', gemeente: '0796' }
          : { kind: 'quarantaine', until: { nodig: 'gemeente', gemeentecode: '0796' } },
      );
      expect(decided(outside, code, GENNEP).kind).toBe(MOVES.includes(code) ? 'query' : 'quarantaine');
    },
  );

  it.each(CODES)('with code %s waits when nobody told of which gemeente the person is', (code) => {
    expect(decided(ofNobody, code, GENNEP)).toMatchObject(
      MOVES.includes(code) ? { kind: 'query' } : { kind: 'wacht', nodig: 'plaats' },
    );
  });

  it.each([
    ['to the gemeente of the person', ofGennep, GENNEP],
    ['to the hub, for all of its gemeenten', ofGennep, HUB],
    ['to the hub, about somebody of no known gemeente', ofNobody, HUB],
    ['to the hub, about somebody who lives outside it', outside, HUB],
    ['from before the addressee was kept', ofNobody, undefined],
    ['to a gemeente that had the person', zaakOf([linked(), duoTo('0796', 'SS121')]), GENNEP],
  ])('%s counts, whatever its code', (_, zaak, doel) => {
    for (const code of CODES) expect(decided(zaak, code, doel).kind).toBe('query');
  });
});

describe('an event that DUO addresses to one gemeente and then to another', () => {
  const moment = '2025-10-20T07:00:00Z';
  const ID = `duo:SS110:${Date.parse(moment)}`;
  const opened = duo('SS139');
  const home = linked();
  const moved = inschrijving({ gemeentecode: '0796', datumInschrijving: '2025-09-01' });
  const told = (doel: string) => {
    const bericht = notificatieBericht('SS110', { vNummer: V_NUMMER }, moment, doel);
    return (zaak: Zaak) => decideDuo(zaak, bericht, {});
  };
  const taken = (zaak: Zaak, ...doelen: readonly string[]): Zaak =>
    doelen.reduce((known, doel) => {
      const decision = told(doel)(known);
      return decision.kind === 'feiten' ? evolve(known, decision.feiten) : known;
    }, zaak);
  const theirs = zaakOf([opened, home, moved]);

  it('is one event, by one id, whichever came first and however often', () => {
    const orders = [
      [GENNEP, DEN_BOSCH],
      [DEN_BOSCH, GENNEP],
      [DEN_BOSCH, GENNEP, DEN_BOSCH, GENNEP],
    ];
    for (const order of orders) {
      const zaak = taken(theirs, ...order);
      expect(zaak.feiten.size).toBe(5);
      expect(zaak.duo.filter(({ feitId }) => feitId.startsWith(ID))).toMatchObject([
        { feitId: ID, doel: DEN_BOSCH },
      ]);
      const reversed = zaakOf([...zaak.feiten.values()].toReversed());
      expect(reversed.duo.toSorted((a, b) => a.feitId.localeCompare(b.feitId))).toEqual(
        zaak.duo.toSorted((a, b) => a.feitId.localeCompare(b.feitId)),
      );
    }
  });

  it('does not hold for any once a person put it aside, whoever is told of it later', () => {
    const aside = putAside([ID], cause('2025-11-01T08:00:00Z'));
    for (const zaak of [
      evolve(taken(theirs, GENNEP, DEN_BOSCH), [aside]),
      taken(evolve(taken(theirs, GENNEP), [aside]), DEN_BOSCH),
      taken(evolve(taken(theirs, DEN_BOSCH), [aside]), GENNEP),
    ]) {
      expect(zaak.duo.map(({ feitId }) => feitId)).toEqual([opened.feitId]);
    }
  });

  it('is known when DUO had told it to the hub, for all of its gemeenten', () => {
    expect(told(GENNEP)(taken(theirs, HUB))).toEqual({ kind: 'known' });
  });

  it('is recorded beside one whose id left out what is beyond the milliseconds', () => {
    const registratieDatumTijd = '2025-10-20T07:00:00.1234567Z';
    const earlier = {
      ...duoTo('0796', 'SS110', {}, registratieDatumTijd),
      feitId: `duo:SS110:${Date.parse(registratieDatumTijd)}`,
    };
    const bericht = notificatieBericht('SS110', { vNummer: V_NUMMER }, registratieDatumTijd, GENNEP);
    expect(decideDuo(zaakOf([opened, home, moved, earlier]), bericht, {})).toMatchObject({
      feiten: [{ feitId: `${earlier.feitId}:${GENNEP}` }],
    });
  });
});
