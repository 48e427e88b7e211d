import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OntvangstId } from '../../../../contracts/base-types.ts';
import { POSTSTATEN } from '../../../../contracts/postvak.ts';
import {
  addBalans,
  bookOf,
  differenceOf,
  EMPTY_BALANS,
  EMPTY_POSTBALANS,
  restOf,
  type ZaakBook,
} from '../../../../domain/delivery/books.ts';
import { berichtIdOf } from '../../../../domain/partners/bericht.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { ZAAK } from '../support.ts';

/** The books compare the notices on the timelines with the messages in the postvak. */

const MAGE: KanaalId = '0907/mage';
const BALK: KanaalId = '0907/balk';
const all = () => true;

const book = (parts: Partial<ZaakBook>): ZaakBook => ({
  zaakId: ZAAK,
  nogTeVersturen: 0,
  notices: [],
  post: [],
  ...parts,
});
const notice = (partner: KanaalId, volgnummer: number, underway = false) => ({
  partner,
  volgnummer,
  underway,
});

describe('the books of a zaak', () => {
  it.each(POSTSTATEN)('count a message that is %s once, and add up', (state) => {
    const { post, verschillen } = bookOf(
      book({
        notices: [notice(MAGE, 1)],
        post: [{ partner: MAGE, volgnummer: 1, staat: state }],
      }),
      all,
    );
    expect(post).toEqual({ [MAGE]: { ...EMPTY_POSTBALANS, geproduceerd: 1, [state]: 1 } });
    expect(verschillen).toEqual([]);
  });

  it('count a message that is still to be composed as klaargezet', () => {
    const { post, verschillen } = bookOf(book({ notices: [notice(MAGE, 1, true)] }), all);
    expect(post[MAGE]).toEqual({ ...EMPTY_POSTBALANS, geproduceerd: 1, klaargezet: 1 });
    expect(verschillen).toEqual([]);
  });

  it('name a message that should lie in the postvak and does not', () => {
    const { post, verschillen } = bookOf(
      book({
        notices: [notice(MAGE, 1), notice(BALK, 1)],
        post: [{ ...notice(BALK, 1), staat: 'bezorgd' }],
      }),
      all,
    );
    expect(verschillen).toEqual([
      {
        soort: 'bericht-ontbreekt',
        zaakId: ZAAK,
        partner: MAGE,
        volgnummer: 1,
        berichtId: berichtIdOf(ZAAK, MAGE, 1),
      },
    ]);
    expect(post[MAGE] && restOf(post[MAGE])).toBe(1);
    expect(post[BALK] && restOf(post[BALK])).toBe(0);
  });

  it('name a message in the postvak for which there is no notice', () => {
    const { post, verschillen } = bookOf(
      book({ post: [{ partner: MAGE, volgnummer: 7, staat: 'bezorgd' }] }),
      all,
    );
    expect(verschillen).toEqual([
      {
        soort: 'bericht-onverwacht',
        zaakId: ZAAK,
        partner: MAGE,
        volgnummer: 7,
        berichtId: berichtIdOf(ZAAK, MAGE, 7),
      },
    ]);
    expect(post[MAGE] && restOf(post[MAGE])).toBe(-1);
  });

  it('hold only the partners that are asked for', () => {
    const { post, verschillen } = bookOf(
      book({ notices: [notice(MAGE, 1), notice('0184/mage', 1)] }),
      (partner) => partner.startsWith('0184/'),
    );
    expect(Object.keys(post)).toEqual(['0184/mage']);
    expect(verschillen.map(({ partner }) => partner)).toEqual(['0184/mage']);
  });
});

describe('pages of the books', () => {
  const partner = fc.constantFrom<KanaalId>(MAGE, BALK, '0184/mage');
  const state = fc.constantFrom(...POSTSTATEN);
  const zaak = fc.array(
    fc.record({ partner, volgnummer: fc.integer({ min: 1, max: 4 }), staat: state, kwijt: fc.boolean() }),
  );

  it('add up to the same in any order and however they are cut, and to zero unless something is missing', () => {
    fc.assert(
      fc.property(fc.array(zaak), fc.infiniteStream(fc.nat()), (zaken, chance) => {
        const unique = zaken.map((berichten) => [
          ...new Map(berichten.map((one) => [`${one.partner}#${one.volgnummer}`, one])).values(),
        ]);
        const pages = unique.map((berichten) => ({
          ...EMPTY_BALANS,
          zaken: 1,
          ...bookOf(
            book({
              notices: berichten.map((one) => notice(one.partner, one.volgnummer)),
              post: berichten.filter(({ kwijt }) => !kwijt),
            }),
            all,
          ),
        }));
        const total = pages.reduce(addBalans, EMPTY_BALANS);
        const otherwise = pages
          .map((page) => ({ page, place: chance.next().value }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ page }) => page)
          .reduceRight((one, other) => addBalans(other, one), EMPTY_BALANS);
        expect(otherwise.post).toEqual(total.post);
        expect(total.zaken).toBe(zaken.length);
        const lost = unique.flat().filter((one) => one.kwijt).length;
        expect(total.verschillen).toHaveLength(lost);
        const rest = Object.values(total.post).reduce((sum, one) => sum + restOf(one), 0);
        expect(rest).toBe(lost);
      }),
    );
  });
});

describe('what does not add up in the books', () => {
  it.each([
    ['too few', { geproduceerd: 4, bezorgd: 3 }, 1],
    ['too many', { geproduceerd: 2, bezorgd: 3 }, 1],
    ['in order', { geproduceerd: 3, bevestigd: 3 }, 0],
  ])('counts a partner with %s', (_, counts, expected) => {
    expect(differenceOf({ ...EMPTY_BALANS, post: { [MAGE]: { ...EMPTY_POSTBALANS, ...counts } } })).toBe(
      expected,
    );
  });

  it('counts what is named, when the sums show less of it', () => {
    const lost = {
      ontvangstId: OntvangstId.parse('00000000-0000-8000-8000-000000000001'),
      organisatie: 'coa',
      aangenomenOp: '2026-11-28T09:30:00.000Z',
    };
    expect(differenceOf({ ...EMPTY_BALANS, verdwenen: [lost] })).toBe(1);
  });
});
