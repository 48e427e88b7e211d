import type { Gemeentecode } from '../../contracts/base-types.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { gemeenteOfDoel } from '../duo/doel.ts';
import { daySaid } from '../termijnen/calendar.ts';
import type { ValidFeiten } from './brp.ts';
import { type DuoFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** Since when a person is in the gemeente where DUO says that they settled. DUO names no day. */

/** The events by which DUO says that a person settled: in another gemeente, or where the ten weeks for the PIP began. */
const SETTLINGS = ['gemeente-gewijzigd', 'pip-termijn-gestart'] as const;

/** A settling that DUO told. */
interface ToldSettling {
  readonly feit: DuoFeit;
  /** The gemeente that DUO addressed; undefined when it addressed the hub. */
  readonly gemeentecode: Gemeentecode | undefined;
  /** Whether DUO said that it was a move from another gemeente. */
  readonly isMove: boolean;
  /** The day (`YYYY-MM-DD`) from which the person is there. */
  readonly since: string;
}

/**
 * Every settling that DUO told, by its moment. It counts from the day on which DUO told it. But when the BRP has the person in a home
 * elsewhere by that day, DUO tells late of how they came there before, and the day in the BRP counts. For a move that is so only when
 * the person came from a home in another gemeente. When DUO told of another settling since that day, a move that it tells now is a
 * return, and its own day counts.
 */
export const settledByDuo = (
  { duo }: Pick<Zaak, 'duo'>,
  { residences }: Pick<ValidFeiten, 'residences'>,
): readonly ToldSettling[] => {
  const told: ToldSettling[] = [];
  for (const feit of duo.toSorted(onMoment)) told.push(...settlingOf(feit, told, residences));
  return told;
};

const settlingOf = (
  feit: DuoFeit,
  before: readonly ToldSettling[],
  residences: ValidFeiten['residences'],
): readonly ToldSettling[] => {
  const gebeurtenis = SETTLINGS.find((one) => one === duoCodeIn(feit).gebeurtenis);
  if (gebeurtenis === undefined) return [];
  const gemeentecode = gemeenteOfDoel(feit.doel);
  const isMove = gebeurtenis === 'gemeente-gewijzigd';
  const said = daySaid(feit);
  const homes = residences.filter((one) => one.day <= said && !one.feit.gegevens.isCoaLocatie);
  const isThere = ({ feit: { gegevens } }: (typeof homes)[number]): boolean =>
    gegevens.gemeentecode === gemeentecode;
  const at = homes.findIndex(isThere);
  const came = homes[at]?.day ?? said;
  const cameFromOther = homes.slice(at + 1).some((one) => !isThere(one));
  const isReturn = before.some(
    (other) => !(other.isMove && other.gemeentecode === gemeentecode) && other.since >= came,
  );
  const isBefore = at > 0 && (!isMove || (cameFromOther && !isReturn));
  return [{ feit, gemeentecode, isMove, since: isBefore ? came : said }];
};
