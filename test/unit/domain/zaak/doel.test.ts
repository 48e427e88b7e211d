import { describe, expect, it } from 'vitest';
import { PUBLISHED_CODES } from '../../../../domain/duo/meanings.ts';
import { mayQuery } from '../../../../domain/zaak/decide.ts';
import { type Zaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { notificatieBericht, V_NUMMER } from '../../functions/berichten.ts';
import { duo, duoTo, inschrijving, linked } from '../support.ts';

/** What is decided about a notification by whom DUO addressed, before DUO is asked anything. */

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
  return mayQuery(zaak, { ...bericht, doel: doel as typeof bericht.doel }, false);
};

describe('a notification of DUO', () => {
  it.each(CODES)(
    'with code %s to another gemeente counts only when it says that the person goes there',
    (code) => {
      const besluit = decided(ofGennep, code, DEN_BOSCH);
      expect(besluit).toMatchObject(
        MOVES.includes(code)
          ? { soort: 'bevraag', gemeente: '0796' }
          : { soort: 'quarantaine', until: '0796' },
      );
      expect(decided(outside, code, GENNEP).soort).toBe(MOVES.includes(code) ? 'bevraag' : 'quarantaine');
    },
  );

  it.each(CODES)('with code %s waits when nobody told of which gemeente the person is', (code) => {
    expect(decided(ofNobody, code, GENNEP)).toMatchObject(
      MOVES.includes(code) ? { soort: 'bevraag' } : { soort: 'wacht', nodig: 'plaats' },
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
    for (const code of CODES) expect(decided(zaak, code, doel).soort).toBe('bevraag');
  });
});
