import type { Verwerking } from '../../contracts/verwerkingen.ts';
import type { Style } from './paint.ts';
import { fitLine, table, wrap } from './text.ts';

const row = ({ tijdstip, wat, wie, velden, resultaat }: Verwerking, { bad }: Style): readonly string[] => [
  tijdstip.slice(0, 16).replace('T', ' '),
  wie === undefined ? 'hub' : `${wie.organisatie} (${wie.rol})`,
  resultaat === 'gelukt' ? wat : bad(`${wat}: ${resultaat}`),
  velden.join(', '),
];

/** Purpose and ground once for each activity: they are the same every time. */
const reasons = (verwerkingen: readonly Verwerking[]): readonly string[] => [
  ...new Set(
    verwerkingen.map(
      ({ activiteit, doel, grondslag }) =>
        `${activiteit}: ${doel}. ${grondslag.tekst}${grondslag.zekerheid === 'aanname' ? ' (aanname)' : ''}.`,
    ),
  ),
];

/** The logbook of one person as a table, and below it what each activity is for. */
export const verwerkingLines = (
  zaakId: string,
  verwerkingen: readonly Verwerking[],
  width: number,
  style: Style,
): readonly string[] => [
  ...wrap(`Logbook (logboek) of zaak ${zaakId}: who got which fields`, width).map(style.bold),
  ...table(
    verwerkingen.map((one) => row(one, style)),
    width,
  ),
  style.bold('What for (doel) and on which ground (grondslag)'),
  ...reasons(verwerkingen).flatMap((reason) => fitLine(`  ${reason}`, width)),
];
