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

/** What the hub owes DUO of a zaak, of each subject apart: one that DUO does not take holds up no other. */

/** At a moment: what begins later is not owed yet. */
export const owedToDuo = (zaak: Zaak, now: Date): ReadonlyMap<Over, Owed> =>
  new Map<Over, Owed>([
    // An aanbod that has to go goes before its PIP does, and one that is to come waits for it.
    ['inburgeringsaanbod', owedOfAanbod(zaak)],
    ['PIP', owedOfPip(zaak)],
    ['leerbaarheidstoets', owedOfLbt(zaak)],
    ['contactpersoon', owedOfContact(zaak, dayOf(now))],
    ['uitslag', owedOfUitslag(zaak, now)],
  ]);

/** What of it DUO refused, or would refuse: the gemeente has something to do. */
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

/** Since when there is something to do at DUO, or will be; undefined when there is nothing. */
export const owedSince = (zaak: Zaak): string | undefined => sinceOf(zaak).since;

/** Whether there is something to do at DUO, now or on a day that is known. */
export const isOwedToDuo = (zaak: Zaak): boolean => owedSince(zaak) !== undefined;
