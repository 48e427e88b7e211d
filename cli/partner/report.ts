import type { Outcome } from './outcome.ts';
import type { TrialReport } from './trial.ts';

/** The report, in the words of whoever runs a partner's server. */

const WIDTH = 72;

/** One step on one line. */
export const stepLine = ({ geslaagd, title, explanation }: Outcome): string =>
  `  ${geslaagd ? 'goed  ' : 'FOUT  '}  ${title.padEnd(WIDTH)}  ${explanation}`;

export const headLines = (url: string, role: string): readonly string[] => [
  `Proef van ${url} als ${role}, met verzonnen mensen`,
  '',
];

const verdictOver = ({ geslaagd, adresVoorLive }: TrialReport): string => {
  if (!geslaagd) return 'nog niet klaar om live te gaan.';
  return adresVoorLive
    ? 'kijk nog na wat hieronder staat, daarna kunt u live.'
    : 'om live te gaan moet het nog op een openbaar adres met https, poort 443.';
};

/** What follows on the steps: the verdict, and what only the partner can see. */
export const closingLines = (report: TrialReport): readonly string[] => {
  const { stappen, review } = report;
  const good = stappen.filter((step) => step.geslaagd).length;
  return [
    '',
    `${good} van ${stappen.length} goed: ${verdictOver(report)}`,
    ...(review.length === 0
      ? []
      : [
          '',
          'Dit is van buiten niet te zien. Kijk het na in uw eigen systeem:',
          ...review.map((rule) => `  - ${rule}`),
        ]),
  ];
};
