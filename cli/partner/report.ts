import type { Style } from '../print/paint.ts';
import { widthOf, wrap } from '../print/text.ts';
import type { Outcome } from './outcome.ts';
import type { TrialReport } from './trial.ts';

/** The report, in the words of whoever runs a partner's server. */

/** As wide as the usual titles, so that what is said of them stands below each other where there is room. */
const TITLE = 72;

/** One step on one line, or with what is said of it below it where that does not fit. */
export const stepLines = (
  { geslaagd, titel, uitleg }: Outcome,
  width: number,
  { good, bad }: Style,
): readonly string[] => {
  const mark = `  ${geslaagd ? good('goed') : bad('FOUT')}    `;
  const line = `${mark}${titel.padEnd(TITLE)}  ${uitleg}`;
  if (widthOf(line) <= width) return [line];
  const indent = ' '.repeat(widthOf(mark));
  return [...wrap(titel, width, mark), ...wrap(uitleg, width, `${indent}  `)];
};

/** What a rehearsal says before its first trial, in lines of this width. */
export const headLines = (url: string, role: string, width: number): readonly string[] => [
  ...wrap(`Proef van ${url} als ${role}, met verzonnen mensen`, width),
  '',
];

const verdictOver = ({ geslaagd, adresVoorLive }: TrialReport): string => {
  if (!geslaagd) return 'nog niet klaar om live te gaan.';
  return adresVoorLive
    ? 'kijk nog na wat hieronder staat, daarna kunt u live.'
    : 'om live te gaan moet het nog op een openbaar adres met https, poort 443.';
};

/** What follows on the steps: the verdict, and what only the partner can see. */
export const closingLines = (report: TrialReport, width: number, { good, bad }: Style): readonly string[] => {
  const { stappen, nakijken } = report;
  const succeeded = stappen.filter((step) => step.geslaagd).length;
  const verdict = report.geslaagd ? good : bad;
  return [
    '',
    ...wrap(`${verdict(`${succeeded} van ${stappen.length} goed`)}: ${verdictOver(report)}`, width),
    ...(nakijken.length === 0
      ? []
      : [
          '',
          ...wrap('Dit is van buiten niet te zien. Kijk het na in uw eigen systeem:', width),
          ...nakijken.flatMap((rule) => wrap(rule, width, '  - ')),
        ]),
  ];
};
