import type { Intake } from '../../../contracts/intake.ts';
import { LBT } from '../../../contracts/routemap.ts';
import { type Html, html } from '../html.ts';
import { dayInWords } from '../words/dates.ts';
import { inWords } from '../words/fields.ts';
import { type PartnerNames, partnerName } from '../words/states.ts';
import { paragraph } from './layout.ts';
import { table } from './table.ts';

/** How far the brede intake of a zaak is: each part, with whom it is and what it waits for (werkafspraken RBI.T2). */

const dayOr = (day: string | undefined, otherwise: string): string =>
  day === undefined ? otherwise : dayInWords(day);

const testInWords = ({ leerbaarheidstoets }: Intake): string => {
  const { afgenomenOp, overgeslagenOp, uitslagBekend } = leerbaarheidstoets;
  if (overgeslagenOp !== undefined) return `hoeft niet, besloten op ${dayInWords(overgeslagenOp)}`;
  if (uitslagBekend) return `${dayOr(afgenomenOp, 'afgenomen')}; de uitslag is er`;
  return afgenomenOp === undefined ? 'nog niet' : `${dayInWords(afgenomenOp)}; nog geen uitslag`;
};

/** How far the brede intake of a zaak is: which parts are there, and which are still to come until when. */
export const intakeSection = (intake: Intake, names: PartnerNames): Html => {
  const { onderdelen, leerbaarheidstoets, afgerondOp, ontbreekt } = intake;
  const rows = [
    ...onderdelen.map(({ onderdeel, bij, uiterlijk, gehoudenOp, adviesOp }) => [
      inWords(onderdeel),
      partnerName(names, bij),
      dayOr(uiterlijk, ''),
      dayOr(gehoudenOp, 'nog niet'),
      dayOr(adviesOp, 'nog niet'),
    ]),
    [
      inWords(LBT),
      partnerName(names, leerbaarheidstoets.bij),
      dayOr(leerbaarheidstoets.uiterlijk, ''),
      testInWords(intake),
      '',
    ],
  ];
  const missing = ontbreekt.map((part) => inWords(part).toLowerCase()).join(', ');
  return html`<section><h2 class="utrecht-heading-2">De brede intake</h2>
${paragraph(
  afgerondOp === undefined
    ? ontbreekt.length === 0
      ? 'Alles is gedaan. De brede intake kan worden afgerond.'
      : `Wat nog ontbreekt: ${missing}.`
    : `Afgerond op ${dayInWords(afgerondOp)}.`,
)}
${table('Onderdelen van de brede intake', ['Onderdeel', 'Bij', 'Uiterlijk', 'Gehouden', 'Advies'], rows)}</section>`;
};
