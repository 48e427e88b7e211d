import type { LbtResultaat } from '../../contracts/duo.ts';
import type { BrokenRule } from '../duomeldingen/tasks.ts';
import type { PipAtDuo } from './order.ts';

/**
 * DUO's rules about a PIP (docs/domein/told-to-duo.md, "What DUO takes of a PIP"), as far as the hub can know that one is broken. A
 * PIP that breaks one is not sent, and the gemeente hears which. A fact that nobody told breaks no rule, because DUO knows better.
 * The border holds the rules about the content of a PIP, whoever it is of (`contracts/pip-rules.ts`).
 */

/** A PIP that is to be registered, with what is known of the person. */
export interface PipState {
  readonly pip: PipAtDuo;
  /** The file says why the leerroute is another one than the test came to. */
  readonly isReasoned: boolean;
  readonly beginPlicht?: string | undefined;
  /** Dagtekening of the first PIP, and of the PIP that DUO holds. */
  readonly firstPip?: string | undefined;
  readonly actualPip?: string | undefined;
  /** First day on which the person can have settled in the gemeente. `komt nog`: the person was linked and did not settle yet. */
  readonly vestiging?: string | undefined;
  readonly hasEarlierPip: boolean;
  readonly isAsiel?: boolean | undefined;
  readonly uitslag?: LbtResultaat['resultaat'] | undefined;
}

/** The person was linked to the gemeente, and no source told that they settled there. */
export const NOT_SETTLED = 'komt nog';

interface Rule<Case> extends BrokenRule {
  readonly isBrokenBy: (of: Case) => boolean;
}

const isBefore = (day: string, other: string | undefined): boolean => other !== undefined && day < other;

const deviates = ({ pip: { leerroute }, uitslag }: PipState): boolean =>
  (uitslag === 'B1-route haalbaar' && leerroute === 'Z') ||
  (uitslag === 'B1-route niet haalbaar' && leerroute !== 'Z');

const PIP_RULES: readonly Rule<PipState>[] = [
  {
    nummer: 'PIP-1',
    tekst: 'De dagtekening ligt voor het begin van de inburgeringsplicht.',
    isBrokenBy: ({ pip, beginPlicht }) => isBefore(pip.dagtekeningPip, beginPlicht),
  },
  {
    nummer: 'PIP-2',
    tekst: 'De dagtekening ligt voor die van het eerste PIP, of van het PIP dat DUO nu heeft.',
    isBrokenBy: ({ pip, firstPip, actualPip }) =>
      isBefore(pip.dagtekeningPip, firstPip) || isBefore(pip.dagtekeningPip, actualPip),
  },
  {
    nummer: 'PIP-3',
    tekst:
      'De dagtekening ligt voor de vestiging in uw gemeente, of er is nog geen vestiging bekend. Stel het PIP vast op of na die dag.',
    isBrokenBy: ({ pip, vestiging }) => vestiging === NOT_SETTLED || isBefore(pip.dagtekeningPip, vestiging),
  },
  {
    nummer: 'PIP-6',
    tekst: 'Niveau A2 mag niet in het eerste PIP van de B1-route.',
    isBrokenBy: ({ pip, hasEarlierPip }) => pip.leerroute === 'B' && pip.niveau === 'A2' && !hasEarlierPip,
  },
  {
    nummer: 'PIP-8',
    tekst: 'Een geschatte intensiteit hoort alleen bij asielstatushouders.',
    isBrokenBy: ({ pip, isAsiel }) => pip.geschatteIntensiteitB1Route !== undefined && isAsiel === false,
  },
  {
    nummer: 'R09.T2',
    tekst:
      'De leerroute wijkt af van de uitslag van de leerbaarheidstoets. Meld erbij dat dit in het dossier is gemotiveerd.',
    isBrokenBy: (of) => deviates(of) && !of.isReasoned,
  },
];

/** What is known of a PIP that is to be removed. */
export interface RemovalState {
  /** DUO established the inburgeringstermijn. */
  readonly hasTermijn: boolean;
}

const REMOVAL_RULES: readonly Rule<RemovalState>[] = [
  {
    nummer: 'PIP-9',
    tekst: 'DUO heeft de inburgeringstermijn al vastgesteld; dit PIP kan daar niet meer worden verwijderd.',
    isBrokenBy: ({ hasTermijn }) => hasTermijn,
  },
];

const brokenIn = <Case>(rules: readonly Rule<Case>[], of: Case): readonly BrokenRule[] =>
  rules
    .filter(({ isBrokenBy }) => isBrokenBy(of))
    .map(({ nummer, tekst }) => ({ nummer, tekst }))
    .toSorted((one, other) => one.nummer.localeCompare(other.nummer));

/** The rules that registering this PIP breaks; none when it may be sent. */
export const brokenByPip = (of: PipState): readonly BrokenRule[] => brokenIn(PIP_RULES, of);

/** The rules that removing a PIP breaks. DUO sees whether there are hours (PIP-10): nobody tells the hub. */
export const brokenByRemoval = (of: RemovalState): readonly BrokenRule[] => brokenIn(REMOVAL_RULES, of);
