import type { Settings } from '../../adapters/table/kanalen.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import {
  contentOf,
  isInHand,
  isLeaving,
  isOpen,
  isStuck,
  momentsOf,
  newPostvakItem,
  type PostvakItem,
  unmadeItem,
} from '../../domain/delivery/item.ts';
import { isAfterContract } from '../../domain/delivery/withdrawn.ts';
import { known } from '../../domain/known.ts';
import type { Step } from './compose.ts';
import type { Outgoing } from './outgoing.ts';
import type { SendDependencies } from './send.ts';

/** Takes what a step owes into the postvak, and in hand where this instance is to deliver it. */

/**
 * How long a message may be in hand at the queue door: longer than sending takes. Taking one over too early for the same
 * door does no harm, because the queue drops what it saw within five minutes.
 */
export const IN_HAND_MS = 15_000;

/** A message that this instance hands on, and to what. */
interface Handed {
  readonly item: PostvakItem;
  /** `wachtrij`: this function, at once; `deliveryQueue`: functions/webhook; `ophalen`: the partner itself. */
  readonly next: 'wachtrij' | 'deliveryQueue' | 'ophalen';
}

export interface Taken {
  readonly step: Step;
  readonly handed: readonly Handed[];
  /** What was parked, or is not needed: nothing more happens to it now. */
  readonly stored: readonly PostvakItem[];
  /** Nothing of the step is left to another instance. */
  readonly isComplete: boolean;
}

type Kind<Name extends Outgoing['kind']> = Extract<Outgoing, { readonly kind: Name }>;

type TakeDependencies = Pick<SendDependencies, 'postvak' | 'now'>;

/** What became of one message: handed on, stored, or another instance's. */
type Outcome = Handed | { readonly stored: PostvakItem } | 'elsewhere';

/** How one message is taken: a new one is put, one that lies in the postvak moves. */
type Plan =
  | { readonly put: PostvakItem; readonly outcome: Outcome }
  | { readonly move: () => Promise<Outcome> };

/** A step whose turn it is, with what lies in the postvak of its zaak. */
interface Turn {
  readonly step: Step;
  readonly post: readonly PostvakItem[];
}

/**
 * Takes the steps of several zaken. Of two instances that come to one zaak at once, the one that gets its first message
 * takes the others too: the other leaves the step alone, so that none of them ends with half of it.
 */
export async function takeSteps(
  deps: TakeDependencies,
  settings: Settings,
  turns: readonly Turn[],
): Promise<readonly Taken[]> {
  const now = deps.now();
  const plans = turns.map(({ step, post }) =>
    isBusy(step, now) ? undefined : planStep(deps, settings, { step, post }, now),
  );
  const first = await carryOut(
    deps,
    plans.map((plan) => plan?.slice(0, 1) ?? []),
  );
  const isOurs = (index: number): boolean =>
    plans[index] !== undefined && !first[index]?.includes('elsewhere');
  const rest = await carryOut(
    deps,
    plans.map((plan, index) => (isOurs(index) ? (plan?.slice(1) ?? []) : [])),
  );
  return turns.map(({ step }, index) => {
    const outcomes = [...(first[index] ?? []), ...(rest[index] ?? [])];
    return {
      step,
      handed: outcomes.filter((outcome) => typeof outcome === 'object' && 'item' in outcome),
      stored: outcomes.flatMap((outcome) =>
        typeof outcome === 'object' && 'stored' in outcome ? [outcome.stored] : [],
      ),
      isComplete: isOurs(index) && !outcomes.includes('elsewhere'),
    };
  });
}

/** Another instance has a message of this step in hand. */
const isBusy = ({ outgoing }: Step, now: Date): boolean =>
  outgoing.some((one) => one.kind === 'lying' && isInHand(one.item, now));

/**
 * Moves in order, zaken side by side, and then everything that is new at once: in a lane nothing overtakes what it
 * follows.
 */
const carryOut = async (
  { postvak }: TakeDependencies,
  perZaak: readonly (readonly Plan[])[],
): Promise<readonly (readonly Outcome[])[]> => {
  const moved = await Promise.all(
    perZaak.map(async (plans) => {
      const outcomes: Outcome[] = [];
      for (const plan of plans) if ('move' in plan) outcomes.push(await plan.move());
      return outcomes;
    }),
  );
  const puts = perZaak.map((plans) => plans.filter((plan) => 'put' in plan));
  const laid = new Set(await postvak.put(puts.flat().map(({ put }) => put)));
  return moved.map((outcomes, index) => [
    ...outcomes,
    ...(puts[index] ?? []).map(({ put, outcome }): Outcome => (laid.has(put) ? outcome : 'elsewhere')),
  ]);
};

const planStep = (
  deps: TakeDependencies,
  settings: Settings,
  { step, post }: Turn,
  now: Date,
): readonly Plan[] => {
  const plans = step.outgoing
    .filter((one) => one.kind !== 'lying' || isOpen(one.item) || isLeaving(one.item))
    .map((one) => planOne(deps, one, { settings, earlier: earlierThan(post, one), now }));
  return [...plans.filter((plan) => 'move' in plan), ...plans.filter((plan) => 'put' in plan)];
};

const earlierThan = (
  post: readonly PostvakItem[],
  { partner, volgnummer }: Outgoing,
): readonly PostvakItem[] => post.filter((item) => item.partner === partner && item.volgnummer < volgnummer);

/** The message is with its partner, or not meant for it any more: nothing has to wait for it. */
const isGone = (item: PostvakItem): boolean =>
  item.plek === 'bezorgd' || item.plek === 'bevestigd' || (item.plek === 'vervallen' && !isStuck(item));

/**
 * To what a message goes that lies ready, through the door that its partner has now. Behind an earlier message of the same
 * zaak that is not delivered yet it must wait its turn, and so it must after the contract of its partner: functions/webhook sees to that.
 */
const nextOf = (
  settings: Settings,
  item: PostvakItem,
  earlier: readonly PostvakItem[],
  now: Date,
): Handed['next'] => {
  const { deur } = destinationOfItem(settings(item.partner), item);
  if (deur === 'ophalen') return 'ophalen';
  const goes = earlier.every(isGone) && !isAfterContract(item, todayInNederland(now));
  return deur === 'wachtrij' && goes ? 'wachtrij' : 'deliveryQueue';
};

/** What a message is planned by: the doors of now, and what its partner got of the zaak before it. */
interface Circumstances {
  readonly settings: Settings;
  readonly earlier: readonly PostvakItem[];
  readonly now: Date;
}

const planOne = (deps: TakeDependencies, one: Outgoing, circumstances: Circumstances): Plan => {
  switch (one.kind) {
    case 'lying':
      return planLying(deps, one, circumstances);
    case 'made':
      return planMade(deps, one, circumstances);
    case 'unmade':
      return planUnmade(deps, one, circumstances);
  }
};

const inHandUntil = (now: Date): Date => new Date(now.getTime() + IN_HAND_MS);

/** A message that an earlier run put, and perhaps had in hand when it died. */
const planLying = (
  { postvak }: TakeDependencies,
  { item, instead }: Kind<'lying'>,
  { settings, earlier, now }: Circumstances,
): Plan => {
  const content = instead && contentOf(instead);
  const goes = { ...item, ...content };
  const next = nextOf(settings, goes, earlier, now);
  const { deur } = destinationOfItem(settings(item.partner), goes);
  const claim = () => postvak.claim(item, deur, inHandUntil(now), now, content);
  if (next === 'wachtrij') return { move: async () => handed(await claim(), next) };
  return {
    move: async () => {
      // No reader may find it with the content of before.
      if (item.plek === 'klaargezet') {
        return handed(content === undefined ? item : await postvak.withdraw(item, content, now), next);
      }
      const found = content === undefined ? item : await claim();
      if (found === undefined) return 'elsewhere';
      // Released, a partner that fetches can see it: one that was put as delivered also where a reader with a cursor comes by, whom
      // nothing kept before its first place.
      const moments = isLeaving(item) ? momentsOf(item, now, earlier) : {};
      // Its partner gets it by the door of now, and not by that of the run that died.
      return handed(await postvak.release(found, now, undefined, { ...moments, deur }), next);
    },
  };
};

/** A message that is made now: put anew, or in the place of one that could not be made before. */
const planMade = (
  { postvak }: TakeDependencies,
  { message, uitVersie, partner, volgnummer, zaakId, stuck }: Kind<'made'>,
  { settings, earlier, now }: Circumstances,
): Plan => {
  const since = known({ uitVersie });
  const fresh: PostvakItem = { ...newPostvakItem(partner, message, now, earlier), ...since };
  const next = nextOf(settings, fresh, earlier, now);
  if (stuck !== undefined) {
    const content = { ...contentOf(message), ...momentsOf({ zaakId, volgnummer }, now, earlier), ...since };
    // A message that stood still goes by its lane, which delivers what comes behind it too.
    return {
      move: async () =>
        handed(await postvak.compose(stuck, content, now), next === 'ophalen' ? next : 'deliveryQueue'),
    };
  }
  const item: PostvakItem =
    next === 'wachtrij'
      ? { ...fresh, plek: 'bezorgd', deur: 'wachtrij', bezigTot: inHandUntil(now).toISOString() }
      : fresh;
  return { put: item, outcome: { item, next } };
};

/** A message that cannot be made, or that nobody needs. */
const planUnmade = (
  { postvak }: TakeDependencies,
  { stuck, zaakId, partner, volgnummer, id, type, plek, reden }: Kind<'unmade'>,
  { earlier, now }: Circumstances,
): Plan => {
  if (stuck !== undefined) {
    return {
      move: async () => {
        const stored = await postvak.drop(stuck, now, reden);
        return stored === undefined ? 'elsewhere' : { stored };
      },
    };
  }
  const item = unmadeItem({ zaakId, partner, volgnummer, id, type, plek, reden }, now, earlier);
  return { put: item, outcome: { stored: item } };
};

const handed = (item: PostvakItem | undefined, next: Handed['next']): Outcome =>
  item === undefined ? 'elsewhere' : { item, next };
