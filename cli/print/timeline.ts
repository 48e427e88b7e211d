import type { Tijdlijn, TijdlijnTermijn } from '../../client/answers.ts';
import { entriesOf } from './essentials.ts';
import { type Paint, table } from './text.ts';

const DUUR = /^P(\d+)([DWMY])$/;
const EENHEDEN: Readonly<Record<string, string>> = { D: 'dagen', W: 'weken', M: 'maanden', Y: 'jaar' };

/** An ISO 8601 duration in words: `P10W` is `10 weken`. */
export const duurInWoorden = (duur: string): string => {
  const [, aantal, eenheid] = DUUR.exec(duur) ?? [];
  return aantal === undefined || eenheid === undefined ? duur : `${aantal} ${EENHEDEN[eenheid]}`;
};

const standTekst = ({ stand, gehaaldOp, gestopt }: TijdlijnTermijn): string => {
  if (gehaaldOp !== undefined) return `${stand} ${gehaaldOp}`;
  return gestopt === undefined ? stand : `${stand}: ${gestopt}`;
};

const termRow = (termijn: TijdlijnTermijn): readonly string[] => [
  termijn.id,
  `${termijn.startdatum} → ${termijn.einddatum}`,
  duurInWoorden(termijn.duur),
  termijn.soort,
  standTekst(termijn),
  [termijn.naam, termijn.voorlopig === true ? '(voorlopig)' : undefined]
    .filter((part) => part !== undefined)
    .join(' '),
];

/** One zaak: what happened when, and the terms that follow from it. */
export const timelineLines = (tijdlijn: Tijdlijn, width: number, bold: Paint): readonly string[] => [
  bold(`Timeline (tijdlijn) of zaak ${tijdlijn.zaakId}`),
  ...(tijdlijn.gebeurtenissen.length === 0
    ? ['  nothing yet']
    : table(
        entriesOf(tijdlijn.gebeurtenissen).map(({ datum, naam, bron, tekst }) => [datum, naam, bron, tekst]),
        width,
      )),
  bold('Terms (termijnen)'),
  ...(tijdlijn.termijnen.length === 0
    ? ['  none: they start with the registration in the BRP of the gemeente']
    : table(tijdlijn.termijnen.map(termRow), width)),
];
