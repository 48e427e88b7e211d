import type { Tijdlijn, TijdlijnTermijn } from '../../client/answers.ts';
import { durationInWords } from '../../domain/termijnen/calendar.ts';
import { entriesOf } from './essentials.ts';
import type { Paint, Style } from './paint.ts';
import { fitLine, table, wrap } from './text.ts';

const statusText = ({ stand, gehaaldOp, gehaaldUiterlijk, gestopt }: TijdlijnTermijn): string => {
  if (gehaaldOp !== undefined) return `${stand} ${gehaaldOp}`;
  if (gehaaldUiterlijk !== undefined) return `${stand} uiterlijk ${gehaaldUiterlijk}`;
  return gestopt === undefined ? stand : `${stand}: ${gestopt}`;
};

/** A term that was met, and one that was not: late, or passed. */
const paintOf = ({ stand }: TijdlijnTermijn, { good, warn, bad }: Style): Paint => {
  switch (stand) {
    case 'gehaald':
      return good;
    case 'te laat gehaald':
    case 'overschreden':
      return bad;
    case 'verstreken':
      return warn;
    default:
      return (text) => text;
  }
};

const termRow = (termijn: TijdlijnTermijn, style: Style): readonly string[] => [
  termijn.id,
  `${termijn.startdatum} → ${termijn.einddatum}`,
  durationInWords(termijn.duur),
  termijn.soort,
  paintOf(termijn, style)(statusText(termijn)),
  [termijn.naam, termijn.voorlopig === true ? '(voorlopig)' : undefined]
    .filter((part) => part !== undefined)
    .join(' '),
];

/** One zaak: what happened when, and the terms that follow from it. */
export const timelineLines = (tijdlijn: Tijdlijn, width: number, style: Style): readonly string[] => [
  ...wrap(`Timeline (tijdlijn) of zaak ${tijdlijn.zaakId}`, width).map(style.bold),
  ...(tijdlijn.gebeurtenissen.length === 0
    ? ['  nothing yet']
    : table(
        entriesOf(tijdlijn.gebeurtenissen).map(({ datum, naam, bron, tekst }) => [datum, naam, bron, tekst]),
        width,
      )),
  style.bold('Terms (termijnen)'),
  ...(tijdlijn.termijnen.length === 0
    ? fitLine('  none: they start with the registration in the BRP of the gemeente', width)
    : table(
        tijdlijn.termijnen.map((termijn) => termRow(termijn, style)),
        width,
      )),
];
