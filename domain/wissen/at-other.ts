import type { Bsn, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import { allHuishoudensOf } from '../huishouden/from-zaak.ts';
import type { Notice } from '../partners/notices.ts';
import { feitenOfOther } from '../zaak/apart.ts';
import { bsnOf } from '../zaak/bsn.ts';
import type { ZaakContent } from '../zaak/dossier.ts';
import type { Feit } from '../zaak/feiten.ts';
import { bsnIn } from '../zaak/numbers.ts';
import { everyBsnIn, putAsideIn, strayedFeiten, type Zaak } from '../zaak/zaak.ts';

/**
 * What stands about a person on the timeline of somebody else, because of a wrong BSN, or because two people were taken for one. It
 * does not count there any more, and goes when the person is erased.
 */

/** What has to go from the timeline of another person. */
export interface AtOther {
  /** Ids of the facts that are about the erased person. */
  readonly feitIds: ReadonlySet<string>;
  /** BSNs of the erased person under which a fact about the other was told. */
  readonly wrong: ReadonlySet<Bsn>;
  /** The BSN of the other person. */
  readonly own: Bsn | undefined;
  readonly huishoudens: readonly HuishoudenId[];
}

/** Facts that were put aside and name this BSN. Those of COA and of a correction are about the other person all the same. */
const putAsideWith = (zaak: Zaak, bsn: Bsn): readonly Feit[] => {
  const putAside = putAsideIn(zaak);
  return [...zaak.feiten.values()].filter(
    (feit) =>
      putAside.has(feit.feitId) &&
      bsnIn(feit) === bsn &&
      feit.soort !== 'koppeling' &&
      feit.soort !== 'herstel',
  );
};

/** Facts that came from a zaak that was taken up here and that is of somebody else. */
const takenFrom = (zaak: Zaak, gone: ReadonlyMap<ZaakId, Zaak>): readonly Feit[] =>
  [...zaak.feiten.values()].flatMap((feit) => {
    const other = feit.soort === 'opgenomen' ? gone.get(feit.uit) : undefined;
    return feit.soort !== 'opgenomen' || other === undefined
      ? []
      : [feit, ...feitenOfOther(zaak, other, feit)];
  });

/** What stands about these persons, who have these BSNs, on the timeline of another; undefined when nothing does. */
export const atOther = (
  zaak: Zaak,
  gone: ReadonlyMap<ZaakId, Zaak>,
  bsns: readonly Bsn[],
): AtOther | undefined => {
  const own = bsnOf(zaak);
  const others = bsns.filter((bsn) => bsn !== own);
  const named = everyBsnIn(zaak);
  const wrong = new Set(others.filter((bsn) => named.includes(bsn)));
  const feiten = [
    ...takenFrom(zaak, gone),
    ...[...wrong].flatMap((bsn) => [...strayedFeiten(zaak, bsn), ...putAsideWith(zaak, bsn)]),
  ];
  return wrong.size + feiten.length === 0
    ? undefined
    : {
        feitIds: new Set(feiten.map(({ feitId }) => feitId)),
        wrong,
        own,
        huishoudens: allHuishoudensOf(zaak),
      };
};

/** A fact with the BSN of the other in place of that of the erased person, or with none. */
const withNumber = (feit: Feit, { wrong, own }: AtOther): Feit => {
  const named = bsnIn(feit);
  return named === undefined || !wrong.has(named)
    ? feit
    : JSON.parse(JSON.stringify(feit), (key, value) => (key === 'bsn' && value === named ? own : value));
};

/**
 * A commit of the other without the erased person: a fact about the other gets the BSN that turned out to be theirs. When a commit
 * brought anything of the erased person, what it told partners of steps goes too, once its message lies there (`lies`): nothing is
 * made of the notice any more, and a step of the other is told anew.
 */
export const withoutStrayed = (
  content: ZaakContent,
  at: AtOther,
  lies: (place: Pick<Notice, 'partner' | 'volgnummer'>) => boolean,
): ZaakContent => {
  const feiten = content.feiten.filter(({ feitId }) => !at.feitIds.has(feitId));
  const isTouched = feiten.length < content.feiten.length;
  return {
    ...content,
    feiten: feiten.map((feit) => withNumber(feit, at)),
    meldingen: content.meldingen.map((notice) =>
      isTouched && notice.soort === 'stap' && lies(notice) ? { ...notice, gegevens: {} } : notice,
    ),
  };
};

/** A commit of a household with only the latest version of this member: earlier versions may hold the home of another person. */
export const withLatestLid = (content: ZaakContent, zaakId: ZaakId, latest: number): ZaakContent => ({
  ...content,
  feiten: content.feiten.filter(
    (feit) => feit.soort !== 'huishouden-lid' || feit.zaakId !== zaakId || feit.versie >= latest,
  ),
});
