import type { DeadLetter, DeadLetters, Lot } from '../../adapters/queues/dead-letters.ts';

/** Moving dead letters back: what to do with each of them, whatever kind of queue they lie in. */

export type ReasonLeft = 'te vroeg' | 'teruggekomen' | 'ander doel' | 'na een eerdere van dezelfde zaak';

/** What a run did in one place. */
export interface Report {
  readonly verplaatst: number;
  readonly gelaten: Readonly<Partial<Record<ReasonLeft, number>>>;
  readonly mislukt: number;
  /** Why letters were refused or could not be removed: how often by the name of each error. Absent when none was. */
  readonly redenen?: Readonly<Record<string, number>>;
  /** Sent, but not removed from the dead letters: they will be sent once more, and be ignored. */
  readonly dubbel: number;
  /** False when time ran out before the place was empty. */
  readonly klaar: boolean;
}

export interface RedriveOptions {
  /** `<run id> <time>`, on every message that is moved. */
  readonly stamp: string;
  readonly perSeconde: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Asked before each batch. */
  readonly mayBy?: () => boolean;
}

/**
 * Moves dead letters back: sent first, deleted afterwards, so that a crash in between leaves a repetition and never a
 * loss. Of one group (a zaak) nothing overtakes a letter that stays. A letter that failed again during this run is
 * recognised by its stamp and not moved a second time.
 */
export async function redrive<B extends DeadLetter>(
  deadLetters: DeadLetters<B>,
  { stamp, perSeconde, sleep, mayBy = () => true }: RedriveOptions,
): Promise<Report> {
  const seen = new Set<string>();
  const stranded = new Set<string>();
  const left = new Map<ReasonLeft, number>();
  const reasons = new Map<string, number>();
  const counts = { verplaatst: 0, mislukt: 0, dubbel: 0 };

  const leave = (letter: DeadLetter, reason: ReasonLeft): void => {
    countUp(left, reason);
    if (letter.group !== undefined) stranded.add(letter.group);
  };

  const move = async (round: readonly B[]): Promise<void> => {
    const goes = round.filter((letter) => {
      const reason = reasonToLeave(letter, stamp, stranded);
      if (reason !== undefined) leave(letter, reason);
      return reason === undefined;
    });
    if (goes.length === 0) return;
    const lots = await deadLetters.send(goes, stamp);
    const sent = goes.filter((letter, number) => {
      const lot = lots[number] ?? UNTOLD;
      if (lot.kind === 'sent') return true;
      if (lot.kind === 'too early') {
        leave(letter, 'te vroeg');
        return false;
      }
      counts.mislukt += 1;
      countUp(reasons, lot.reden);
      if (letter.group !== undefined) stranded.add(letter.group);
      return false;
    });
    counts.verplaatst += sent.length;
    if (sent.length > 0) {
      const { gone, redenen } = await deadLetters.remove(sent);
      counts.dubbel += sent.length - gone;
      for (const reason of redenen) countUp(reasons, reason);
    }
    await sleep((goes.length / perSeconde) * 1000);
  };

  let done = false;
  for (let known = 0; !done && known < AT_MOST_KNOWN && mayBy(); ) {
    const fetched = await deadLetters.fetch();
    const letters = fetched.filter(({ id }) => !seen.has(id));
    for (const { id } of letters) seen.add(id);
    for (const round of rounds(letters)) await move(round);
    done = fetched.length === 0;
    known = letters.length === 0 ? known + 1 : 0;
  }
  return {
    ...counts,
    ...(reasons.size > 0 && { redenen: Object.fromEntries(reasons) }),
    gelaten: Object.fromEntries(left),
    klaar: done,
  };
}

/** A letter of which nothing was said was not sent. */
const UNTOLD: Lot = { kind: 'refused', reden: 'onbekend' };

/**
 * Letters that stay are handed out again after a while, so a run ends after so many batches in a row with nothing new.
 */
const AT_MOST_KNOWN = 20;

/** The letters in order, in rounds with at most one letter of each group. */
const rounds = <B extends DeadLetter>(letters: readonly B[]): readonly (readonly B[])[] => {
  const made: B[][] = [];
  const next = new Map<string, number>();
  for (const letter of letters) {
    const number = letter.group === undefined ? 0 : (next.get(letter.group) ?? 0);
    if (letter.group !== undefined) next.set(letter.group, number + 1);
    const round = made[number];
    if (round === undefined) made[number] = [letter];
    else round.push(letter);
  }
  return made;
};

const reasonToLeave = (
  letter: DeadLetter,
  stamp: string,
  stranded: ReadonlySet<string>,
): ReasonLeft | undefined => {
  if (letter.stamp === stamp) return 'teruggekomen';
  if (letter.otherTarget) return 'ander doel';
  return letter.group !== undefined && stranded.has(letter.group)
    ? 'na een eerdere van dezelfde zaak'
    : undefined;
};

const countUp = <Name>(counts: Map<Name, number>, name: Name): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
