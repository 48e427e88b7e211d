import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { RegievoerderContent, StepContent, TermijnContent } from '../../contracts/regievoerder.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { known } from '../known.ts';
import { situationOf } from '../zaak/situation.ts';
import { derivedTermijnenOf } from '../zaak/termijnen.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { isMove, linkedSteps, MOVED_TO_OTHER, movedOut, type Steps, stepsOf } from './gebeurtenissen.ts';
import { isTold } from './kanaal.ts';
import { isSeen, isWaiting, type PostSeen, waitingSteps } from './post.ts';
import { nextDayToTell, termijnenToTell } from './termijnen.ts';

/**
 * The decision to tell a gemeente one step of its zaak. It stands on the timeline in the same commit as its cause. It holds
 * everything that is told, so that this can be compared later with what stands, whatever came in between.
 */
export type RegievoerderNotice = RegievoerderContent & {
  readonly gemeentecode: Gemeentecode;
  /** The key of the step: the same in every message about it. A term has a key of its own. */
  readonly sleutel: string;
  /** The day (`YYYY-MM-DD`) on which this was decided. */
  readonly dag: string;
  /** 1, 2, 3 … per zaak and gemeente; absent when the gemeente gets no messages and only the timeline says it. */
  readonly volgnummer?: number;
  /** The volgnummer of the message that this one replaces. */
  readonly vervangt?: number;
};

type Draft = RegievoerderContent & Pick<RegievoerderNotice, 'sleutel' | 'vervangt'>;

/** A step that was told and that holds as far as the gemeente knows. */
type HeldStep = StepContent & RegievoerderNotice;

const isTermijn = (notice: RegievoerderNotice): notice is TermijnContent & RegievoerderNotice =>
  notice.gebeurtenis.startsWith('termijn-');

/** The steps that hold as far as the gemeente was told, by their keys. */
const heldSteps = (heard: readonly RegievoerderNotice[]): ReadonlyMap<string, HeldStep> => {
  const held = new Map<string, HeldStep>();
  for (const notice of heard) {
    if (isTermijn(notice)) continue;
    if (notice.gebeurtenis === 'gebeurtenis-vervallen') held.delete(notice.sleutel);
    else held.set(notice.sleutel, notice as HeldStep);
  }
  return held;
};

const contentOf = ({ gebeurtenis, gegevens }: StepContent): StepContent =>
  ({ gebeurtenis, gegevens }) as StepContent;

/** A look of the watch, without a message: always at the calendar, and with `post` also at the postvak. */
export interface Look {
  readonly post?: PostSeen;
}

/** The steps that partners did not get a message: as they were seen now, or else as the gemeente was told. */
const waitingFor = (
  gemeentecode: Gemeentecode,
  kept: Steps,
  post: PostSeen | undefined,
): readonly (readonly [string, StepContent])[] => {
  const told = [...kept].filter(([key]) => isWaiting(key));
  return post === undefined || post.gemeentecode !== gemeentecode
    ? told
    : [...told.filter(([key]) => !isSeen(post, key)), ...waitingSteps(post)];
};

/**
 * Whether this gemeente had the zaak before: by a koppeling that COA withdrew or gave to another gemeente since, or because it
 * opened the zaak itself before COA or the BRP said that it is another's.
 */
const wasOwn = ({ koppelingen, geopend }: Zaak, gemeentecode: Gemeentecode): boolean =>
  koppelingen.some(({ koppeling }) => koppeling.gemeentecode === gemeentecode) ||
  geopend.some(({ gegevens }) => gegevens.gemeentecode === gemeentecode);

/**
 * The steps that a gemeente should know. Of its own zaak it knows every step. Of a zaak that left it knows the steps that it was
 * told, the outcome of its koppeling, and that the zaak left. Of a zaak that never was its own it knows nothing.
 */
const standing = (
  zaak: Zaak,
  gemeentecode: Gemeentecode,
  held: ReadonlyMap<string, HeldStep>,
  look: Look | undefined,
): Steps => {
  const { hasZaak, belonging } = situationOf(zaak);
  if (!hasZaak) return new Map();
  const kept: Steps = new Map([...held].map(([key, step]) => [key, contentOf(step)]));
  const waiting = waitingFor(gemeentecode, kept, look?.post);
  if (belonging.current?.gemeentecode === gemeentecode) {
    return new Map([...stepsOf(zaak, gemeentecode), ...waiting]);
  }
  const left = belonging.former.find((former) => former.gemeentecode === gemeentecode);
  if (left === undefined && !wasOwn(zaak, gemeentecode)) return new Map();
  const ownSteps = [...kept].filter(([key]) => !isMove(key) && !isWaiting(key));
  return new Map([
    ...ownSteps,
    // A gemeente that was told nothing while it had the zaak is not told the beginning of it now.
    ...(held.size === 0 ? [] : linkedSteps(zaak, gemeentecode, kept.get('zaak'))),
    left === undefined ? MOVED_TO_OTHER : movedOut(left),
    ...waiting,
  ]);
};

const stepDrafts = (fresh: Steps, held: ReadonlyMap<string, HeldStep>, day: string): readonly Draft[] => {
  const withdrawals = [...held]
    .filter(([sleutel]) => !fresh.has(sleutel))
    .map(([sleutel, { gebeurtenis, volgnummer }]) => ({
      gebeurtenis: 'gebeurtenis-vervallen' as const,
      gegevens: { gebeurtenis, datum: day },
      sleutel,
      ...known({ vervangt: volgnummer }),
    }));
  const news = [...fresh].flatMap(([sleutel, step]): readonly Draft[] => {
    const before = held.get(sleutel);
    if (before !== undefined && isDeepStrictEqual(contentOf(before), step)) return [];
    return [
      { ...step, sleutel, ...(before?.volgnummer === undefined ? {} : { vervangt: before.volgnummer }) },
    ];
  });
  return [...withdrawals, ...news];
};

const latestDay = (told: readonly RegievoerderNotice[], today: string): string =>
  told.reduce((latest, { dag }) => (dag > latest ? dag : latest), today);

const own = (
  told: readonly RegievoerderNotice[],
  gemeentecode: Gemeentecode,
  isOn: boolean,
): readonly RegievoerderNotice[] =>
  told.filter((notice) => notice.gemeentecode === gemeentecode && (!isOn || notice.volgnummer !== undefined));

const ownTermijnen = (zaak: Zaak, gemeentecode: Gemeentecode) =>
  situationOf(zaak).gemeentecode === gemeentecode ? derivedTermijnenOf(zaak) : [];

const noticesFor = (
  zaak: Zaak,
  told: readonly RegievoerderNotice[],
  gemeentecode: Gemeentecode,
  day: string,
  look: Look | undefined,
): readonly RegievoerderNotice[] => {
  const profile = findGemeente(gemeentecode);
  if (profile === undefined) return [];
  const isOn = isTold(profile, day);
  const heard = own(told, gemeentecode, isOn);
  const held = heldSteps(heard);
  const running = ownTermijnen(zaak, gemeentecode);
  const termijnen = termijnenToTell(running, heard.filter(isTermijn), day, look !== undefined);
  const drafts: readonly Draft[] = [
    ...(isOn ? stepDrafts(standing(zaak, gemeentecode, held, look), held, day) : []),
    ...termijnen.map((content) => ({ ...content, sleutel: `termijn:${content.gegevens.termijnId}` })),
  ];
  const last = heard.reduce((highest, { volgnummer = 0 }) => Math.max(highest, volgnummer), 0);
  return drafts.map((draft, place) => ({
    ...draft,
    gemeentecode,
    dag: day,
    ...(isOn ? { volgnummer: last + 1 + place } : {}),
  }));
};

/**
 * The notices to gemeenten about a zaak on a day (`YYYY-MM-DD`). `told` holds all earlier notices, oldest first. A step that holds
 * and was not told gets a notice, and so does a step that was told otherwise, and a step that was told and no longer holds. The
 * order of the facts does not matter, and neither does how often this is asked. A gemeente without a channel gets no message, but
 * its terms are decided on for the timeline. Without a `look`, a message made the hub decide: terms that come near or go by are
 * then left to the next look. Terms only go forward in time, so that two clocks around midnight do not undo each other.
 */
export const regievoerderNotices = (
  zaak: Zaak,
  told: readonly RegievoerderNotice[],
  today: string,
  look?: Look,
): readonly RegievoerderNotice[] => {
  // A household is no zaak: its members have one each.
  if (zaak.leden.length > 0) return [];
  const { gemeentecode, hasZaak } = situationOf(zaak);
  const gemeenten = new Set(told.map((notice) => notice.gemeentecode));
  if (hasZaak && gemeentecode !== undefined) gemeenten.add(gemeentecode);
  const day = latestDay(told, today);
  return [...gemeenten].flatMap((code) => noticesFor(zaak, told, code, day, look));
};

/** Whether no fact on the timeline says this: the hub found it in the calendar or in the postvak. */
export const isFoundByHub = (notice: RegievoerderNotice): boolean =>
  isTermijn(notice) || isWaiting(notice.sleutel);

/**
 * The next day (`YYYY-MM-DD`) on which the gemeente of a zaak must be told something of a term without any message; undefined when
 * there is none.
 */
export const nextDayOf = (zaak: Zaak, told: readonly RegievoerderNotice[]): string | undefined => {
  const { gemeentecode, hasZaak } = situationOf(zaak);
  if (zaak.leden.length > 0 || !hasZaak || gemeentecode === undefined) return undefined;
  const profile = findGemeente(gemeentecode);
  if (profile === undefined) return undefined;
  const heard = own(told, gemeentecode, isTold(profile, latestDay(told, '')));
  return nextDayToTell(derivedTermijnenOf(zaak), heard.filter(isTermijn));
};
