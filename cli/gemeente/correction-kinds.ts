import { Option } from 'commander';
import type { HerstelAanvraag } from '../../contracts/gemeente.ts';

/** One way to put something right: the member of the request, and the option that gives it. */
export interface CorrectionKind {
  readonly member: Exclude<keyof HerstelAanvraag, 'id' | 'reden'>;
  readonly option: Option;
}

/** Everything that `hub herstel-feit` can put right. A request has exactly one of these. */
export const CORRECTION_KINDS: readonly CorrectionKind[] = [
  {
    member: 'vervalt',
    option: new Option('--vervalt <feitId...>', 'facts that do not hold, by their feitId'),
  },
  { member: 'bsn', option: new Option('--bsn <bsn>', 'the right BSN of this person') },
  {
    member: 'zelfdePersoon',
    option: new Option(
      '--zelfde-persoon <zaakId>',
      'another zaak of the same person, which this one takes up',
    ),
  },
];
