import { known } from '../known.ts';
import { owedOfPip } from '../pip/owed.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { owedOfAanbod } from './aanbod.ts';
import { contactOwedSince, contactStanding, owedOfContact } from './contact.ts';
import { owedOfLbt } from './lbt.ts';
import type { Over } from './orders.ts';
import { type Owed, sinceOwed } from './tasks.ts';
import { owedOfUitslag, uitslagOwedSince, uitslagStanding } from './uitslag.ts';

/** What the hub owes DUO of a zaak, for each subject apart: a subject that DUO does not take holds up no other. */

/** What the hub owes DUO at a moment. What begins later is not owed yet. */
export const owedToDuo = (zaak: Zaak, now: Date): ReadonlyMap<Over, Owed> =>
  new Map<Over, Owed>([
    // An aanbod that has to go goes before its PIP, and a new aanbod waits for its PIP.
    ['inburgeringsaanbod', owedOfAanbod(zaak)],
    ['PIP', owedOfPip(zaak)],
    ['leerbaarheidstoets', owedOfLbt(zaak)],
    ['contactpersoon', owedOfContact(zaak, dayOf(now))],
    ['uitslag', owedOfUitslag(zaak, now)],
  ]);

/** The subjects that DUO refused, or would refuse: the gemeente has something to do. */
export const notTakenByDuo = (
  zaak: Zaak,
): readonly (readonly [Over, Extract<Owed, { readonly kind: 'breaks rules' | 'refused' }>])[] =>
  (
    [
      ['PIP', owedOfPip(zaak)],
      ['leerbaarheidstoets', owedOfLbt(zaak)],
      ['contactpersoon', contactStanding(zaak)],
      ['uitslag', uitslagStanding(zaak)],
      ['inburgeringsaanbod', owedOfAanbod(zaak)],
    ] as const
  ).flatMap(([over, owed]) =>
    owed.kind === 'breaks rules' || owed.kind === 'refused' ? [[over, owed] as const] : [],
  );

const sinceOf = oncePerState((zaak): { readonly since?: string } => {
  const [since] = [
    sinceOwed(owedOfPip(zaak)),
    sinceOwed(owedOfLbt(zaak)),
    sinceOwed(owedOfAanbod(zaak)),
    contactOwedSince(zaak),
    uitslagOwedSince(zaak),
  ]
    .filter((moment) => moment !== undefined)
    .toSorted();
  return known({ since });
});

/** The moment since which there is something to do at DUO, which may lie ahead; undefined when there is nothing. */
export const owedSince = (zaak: Zaak): string | undefined => sinceOf(zaak).since;

/** Whether there is something to do at DUO, now or on a known later day. */
export const isOwedToDuo = (zaak: Zaak): boolean => owedSince(zaak) !== undefined;
