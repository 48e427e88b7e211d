import type { EndGebeurtenis, StartGebeurtenis } from '../../contracts/gemeente-profile.ts';
import type { TermijnUitleg } from '../../contracts/termijnen.ts';
import { durationInWords, SAME_DAY } from './calendar.ts';
import type { DerivedTermijn, Ground } from './termijnen.ts';

/** Why a term has the dates that it has, in plain Dutch for the gemeente, and what would change them. */

const COUNTED_FROM: Readonly<Record<StartGebeurtenis, string>> = {
  'brp-inschrijving-ontvangen': 'de vestiging in de gemeente, op een adres dat geen COA-locatie is',
  'koppeling-geregistreerd': 'de koppeling aan de gemeente',
  'pip-termijn-gestart':
    'de vestiging in de gemeente of de kennisgeving van de plicht, de laatste van de twee',
  'pip-vastgesteld': 'de dagtekening van het eerste PIP',
  'inburgeringstermijn-gestart': 'de dagtekening van het eerste PIP',
};

const countedIn = ({ rule }: DerivedTermijn): string => {
  const from = COUNTED_FROM[rule.startGebeurtenis];
  return rule.duur === SAME_DAY
    ? `op de dag van ${from}`
    : `${durationInWords(rule.duur)} na ${from}; die dag zelf telt niet mee`;
};

const ruleOf = (derived: DerivedTermijn): string => {
  const { rule, start } = derived;
  return [
    countedIn(derived),
    start.regel,
    rule.endsByDuo === true && start.lastDay !== undefined
      ? 'de laatste dag is die van DUO, verlengingen inbegrepen'
      : undefined,
    rule.algemeneTermijnenwet
      ? 'een einde op een zaterdag, zondag of feestdag schuift op (Algemene termijnenwet art. 1)'
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
};

/** The messages by which the end event of a term becomes known. */
const ENDED_BY: Readonly<Record<EndGebeurtenis, string | undefined>> = {
  'brede-intake-gesprek-gevoerd': 'een melding van een partner of de gemeente dat een gesprek is gevoerd',
  'brede-intake-afgerond': 'een melding van de gemeente dat de brede intake is afgerond',
  'verhuizing-afgerond': 'een melding van de gemeente dat iemand is verhuisd',
  'pip-vastgesteld': 'de dagtekening van het PIP, van DUO of gemeld door de gemeente',
  'leerbaarheidstoets-afgenomen':
    'een melding van de gemeente dat de toets is afgenomen of overgeslagen, of een uitslag van DUO (SS131)',
  'taallessen-gestart': 'een melding van de taalschool of de gemeente dat de lessen begonnen',
  'inburgeringsplicht-voldaan': 'het einde van de plicht volgens DUO (SS106, SS107, SS108)',
  'regievoerder-toegewezen': 'een melding van de gemeente wie de casusregisseur is',
  'diploma-behaald': 'een diploma volgens DUO (SS106)',
  // Nobody reports these to the hub yet.
  'maatschappelijke-begeleiding-gestart': undefined,
  'screening-uitgevoerd': undefined,
  'leerroute-gewijzigd': undefined,
  'map-gestart': undefined,
  'map-afgerond': undefined,
  'pvt-afgerond': undefined,
  'participatie-bereikt': undefined,
};

const changedBy = ({ rule, start, end, termijn }: DerivedTermijn): readonly string[] => {
  const isMet = typeof end === 'object';
  const isByBrp = start.grounds.some(({ gebeurtenis }) => gebeurtenis === 'brp-inschrijving-ontvangen');
  const isDated = start.latest === start.first;
  const changes: readonly (string | undefined)[] = [
    termijn.onzekerDoor === undefined ? undefined : `dat vaststaat: ${termijn.onzekerDoor}`,
    isDated || start.latest === undefined ? undefined : 'de volledige datum van de BRP',
    rule.startGebeurtenis === 'pip-termijn-gestart' && !isMet
      ? 'een kennisgeving van DUO met een latere datum'
      : undefined,
    isByBrp ? 'een correctie van de BRP' : undefined,
    rule.endsByDuo === true ? 'een verlenging door DUO (SS103, SS104)' : undefined,
    isMet ? undefined : ENDED_BY[rule.eindGebeurtenis],
    isMet || termijn.gestopt !== undefined ? undefined : 'het einde van de inburgeringsplicht of van de zaak',
    'een herstel door de gemeente van een feit waaruit dit volgt',
  ];
  return changes.filter((change) => change !== undefined);
};

const shown = ({ gebeurtenis, datum, feitId }: Ground) => ({ gebeurtenis, waarde: datum, feitId });

/** What a term follows from: the rule in words, the facts, and what would change its dates or how it stands. */
export const explanationOf = (derived: DerivedTermijn): TermijnUitleg => {
  const { start, end } = derived;
  return {
    regel: ruleOf(derived),
    start: start.grounds.map(shown),
    ...(typeof end === 'object' && end.ground !== undefined ? { einde: shown(end.ground) } : {}),
    verandertDoor: [...changedBy(derived)],
  };
};
