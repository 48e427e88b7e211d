import type { LeftOutReason } from '../../contracts/kpis.ts';
import type { TermijnStatus } from '../../contracts/termijnen.ts';
import type { TermijnRule } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import { statusOn, type TermijnDays } from '../termijnen/termijnen.ts';
import {
  type KnownDay,
  MIJLPAAL_OF_END,
  type Mijlpaal,
  type Mijlpalen,
  type TermijnDates,
} from './mijlpalen.ts';

/** How a zaak stood on a day. Only what had happened by then counts, whenever the hub heard of it. */

/** The stay in which the gemeente had the zaak last on a day; undefined when it had not had it by then. */
export const stayOn = (mijlpalen: Mijlpalen, peildatum: string): Mijlpalen | undefined =>
  mijlpalen.begin <= peildatum ? mijlpalen : mijlpalen.eerder && stayOn(mijlpalen.eerder, peildatum);

/** What is known of a step on a day; undefined when it had not happened. A step of which nobody knows the day had happened. */
export const stepOn = ({ stappen }: Mijlpalen, stap: Mijlpaal, peildatum: string): KnownDay | undefined =>
  knownOn(stappen[stap], peildatum);

const knownOn = (day: KnownDay | undefined, peildatum: string): KnownDay | undefined => {
  if (day === undefined) return undefined;
  const first = typeof day === 'string' ? day : (day.vanaf ?? day.uiterlijk);
  return first === undefined || first <= peildatum ? day : undefined;
};

/** Why the zaak no longer ran on a day; undefined when it ran. */
export const endedOn = (
  { einde, vrijgesteldOp, onderbrekingen = [] }: Mijlpalen,
  peildatum: string,
): Mijlpalen['einde'] => {
  if (einde !== undefined && einde.op <= peildatum) return einde;
  if (vrijgesteldOp !== undefined && vrijgesteldOp <= peildatum) {
    return { op: vrijgesteldOp, reden: 'tijdelijk vrijgesteld' };
  }
  const found = onderbrekingen.find(({ van, tot }) => van <= peildatum && peildatum < tot);
  return found && { op: found.van, reden: found.reden };
};

/** The day since which the zaak did not run on a given day, also when it stood still before it ended; undefined when it ran. */
export const stillSince = (mijlpalen: Mijlpalen, peildatum: string): string | undefined => {
  const einde = endedOn(mijlpalen, peildatum);
  const { vrijgesteldOp } = mijlpalen;
  return einde && (vrijgesteldOp !== undefined && vrijgesteldOp < einde.op ? vrijgesteldOp : einde.op);
};

const lastDayOf = ({ einddatum, einddatumUiterlijk }: TermijnDates): string =>
  einddatumUiterlijk ?? einddatum;

/**
 * Whether a term stopped before it could pass. A term that stopped after its last day had passed by then. But where the plicht is
 * met or never existed, it says nothing that nobody told when the term was met.
 */
const stopped = (termijn: TermijnDates, mijlpalen: Mijlpalen, peildatum: string): boolean => {
  const since = stillSince(mijlpalen, peildatum);
  const reden = endedOn(mijlpalen, peildatum)?.reden;
  return (
    (since !== undefined && since <= lastDayOf(termijn)) || reden === 'voldaan' || reden === 'geen plicht'
  );
};

const metBy = (day: KnownDay | undefined): Partial<TermijnDays> => {
  if (day === undefined) return {};
  if (typeof day === 'string') return { gehaaldOp: day };
  return day.uiterlijk === undefined ? { nietTeVolgen: true } : { gehaaldUiterlijk: day.uiterlijk };
};

/** A term on a day: how it stands, or why nobody can say. */
export interface TermijnOn {
  readonly status: TermijnStatus;
  /** Its last day lies on or before that day. */
  readonly isOver: boolean;
  /** Why nobody can say how it stands; absent when it is known. */
  readonly buiten?: LeftOutReason;
}

/** How a term of a zaak stood on a day (`YYYY-MM-DD`), by its rule; undefined when the zaak has no such term by then. */
export const termijnOn = (
  { id, soort, eindGebeurtenis }: TermijnRule,
  mijlpalen: Mijlpalen,
  peildatum: string,
): TermijnOn | undefined => {
  const termijn = mijlpalen.termijnen.find((one) => one.id === id);
  const stap = MIJLPAAL_OF_END[eindGebeurtenis];
  if (termijn === undefined || termijn.begin > peildatum) return undefined;
  const { einddatum, einddatumUiterlijk, onzeker, gehaald } = termijn;
  const day = stap === undefined ? knownOn(gehaald, peildatum) : stepOn(mijlpalen, stap, peildatum);
  const status = statusOn(
    {
      einddatum,
      ...known({ einddatumUiterlijk }),
      soort,
      ...(onzeker === undefined ? {} : { onzekerDoor: 'onzeker' }),
      ...metBy(day),
      ...(stopped(termijn, mijlpalen, peildatum) ? { gestopt: 'gestopt' } : {}),
    },
    peildatum,
  );
  const buiten = leftOut(status, onzeker === true && day === undefined);
  return { status, isOver: lastDayOf(termijn) <= peildatum, ...known({ buiten }) };
};

const leftOut = (status: TermijnStatus, isUncertain: boolean): LeftOutReason | undefined => {
  if (status === 'gestopt') return 'gestopt';
  if (status === 'loopt') return 'loopt nog';
  if (status !== 'onbekend') return undefined;
  return isUncertain ? 'onzeker' : 'niet te volgen';
};
