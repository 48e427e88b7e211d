import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POSTSTATEN } from '../../../../contracts/post.ts';
import {
  boekVan,
  LEGE_BALANS,
  LEGE_POSTBALANS,
  restVan,
  telOp,
  type Zaakboek,
} from '../../../../domain/delivery/books.ts';
import { berichtIdVan } from '../../../../domain/partners/bericht.ts';
import type { PartnerAdres } from '../../../../domain/partners/projectie.ts';
import { ZAAK } from '../hulp.ts';

/** Two books that must say the same: what was decided on, and what lies in the postvak. */

const MAGE: PartnerAdres = '0907/mage';
const BALK: PartnerAdres = '0907/balk';
const alle = () => true;

const boek = (delen: Partial<Zaakboek>): Zaakboek => ({
  zaakId: ZAAK,
  nogTeVersturen: 0,
  meldingen: [],
  post: [],
  ...delen,
});
const melding = (partner: PartnerAdres, volgnummer: number, onderweg = false) => ({
  partner,
  volgnummer,
  onderweg,
});

describe('the books of a zaak', () => {
  it.each(POSTSTATEN)('count a message that is %s once, and add up', (staat) => {
    const { post, verschillen } = boekVan(
      boek({
        meldingen: [melding(MAGE, 1)],
        post: [{ partner: MAGE, volgnummer: 1, staat }],
      }),
      alle,
    );
    expect(post).toEqual({ [MAGE]: { ...LEGE_POSTBALANS, geproduceerd: 1, [staat]: 1 } });
    expect(verschillen).toEqual([]);
  });

  it('count what is still to be composed as klaargezet', () => {
    const { post, verschillen } = boekVan(boek({ meldingen: [melding(MAGE, 1, true)] }), alle);
    expect(post[MAGE]).toEqual({ ...LEGE_POSTBALANS, geproduceerd: 1, klaargezet: 1 });
    expect(verschillen).toEqual([]);
  });

  it('name a message that should lie in the postvak and does not', () => {
    const { post, verschillen } = boekVan(
      boek({
        meldingen: [melding(MAGE, 1), melding(BALK, 1)],
        post: [{ ...melding(BALK, 1), staat: 'bezorgd' }],
      }),
      alle,
    );
    expect(verschillen).toEqual([
      {
        soort: 'bericht-ontbreekt',
        zaakId: ZAAK,
        partner: MAGE,
        volgnummer: 1,
        berichtId: berichtIdVan(ZAAK, MAGE, 1),
      },
    ]);
    expect(post[MAGE] && restVan(post[MAGE])).toBe(1);
    expect(post[BALK] && restVan(post[BALK])).toBe(0);
  });

  it('name a message that nobody decided on', () => {
    const { post, verschillen } = boekVan(
      boek({ post: [{ partner: MAGE, volgnummer: 7, staat: 'bezorgd' }] }),
      alle,
    );
    expect(verschillen).toEqual([
      {
        soort: 'bericht-onverwacht',
        zaakId: ZAAK,
        partner: MAGE,
        volgnummer: 7,
        berichtId: berichtIdVan(ZAAK, MAGE, 7),
      },
    ]);
    expect(post[MAGE] && restVan(post[MAGE])).toBe(-1);
  });

  it('hold only the partners that are asked for', () => {
    const { post, verschillen } = boekVan(
      boek({ meldingen: [melding(MAGE, 1), melding('0184/mage', 1)] }),
      (partner) => partner.startsWith('0184/'),
    );
    expect(Object.keys(post)).toEqual(['0184/mage']);
    expect(verschillen.map(({ partner }) => partner)).toEqual(['0184/mage']);
  });
});

describe('pages of the books', () => {
  const partner = fc.constantFrom<PartnerAdres>(MAGE, BALK, '0184/mage');
  const staat = fc.constantFrom(...POSTSTATEN);
  const zaak = fc.array(
    fc.record({ partner, volgnummer: fc.integer({ min: 1, max: 4 }), staat, kwijt: fc.boolean() }),
  );

  it('add up to the same in any order and however they are cut, and to zero unless something is missing', () => {
    fc.assert(
      fc.property(fc.array(zaak), fc.infiniteStream(fc.nat()), (zaken, toeval) => {
        const uniek = zaken.map((berichten) => [
          ...new Map(berichten.map((een) => [`${een.partner}#${een.volgnummer}`, een])).values(),
        ]);
        const bladzijden = uniek.map((berichten) => ({
          ...LEGE_BALANS,
          zaken: 1,
          ...boekVan(
            boek({
              meldingen: berichten.map((een) => melding(een.partner, een.volgnummer)),
              post: berichten.filter(({ kwijt }) => !kwijt),
            }),
            alle,
          ),
        }));
        const totaal = bladzijden.reduce(telOp, LEGE_BALANS);
        const anders = bladzijden
          .map((bladzij) => ({ bladzij, plaats: toeval.next().value }))
          .toSorted((een, ander) => een.plaats - ander.plaats)
          .map(({ bladzij }) => bladzij)
          .reduceRight((een, ander) => telOp(ander, een), LEGE_BALANS);
        expect(anders.post).toEqual(totaal.post);
        expect(totaal.zaken).toBe(zaken.length);
        const kwijt = uniek.flat().filter((een) => een.kwijt).length;
        expect(totaal.verschillen).toHaveLength(kwijt);
        const rest = Object.values(totaal.post).reduce((som, een) => som + restVan(een), 0);
        expect(rest).toBe(kwijt);
      }),
    );
  });
});
