import type { Verwerking } from '../../contracts/verwerkingen.ts';
import { known } from '../known.ts';
import { findOrganisation, organisations } from '../organisations.ts';
import { activityAt } from './activities.ts';
import type { Party, Processing, ProcessingStatus } from './record.ts';

/** A processing as a person at the gemeente reads it. */

const RESULTS: Readonly<Record<ProcessingStatus, Verwerking['resultaat']>> = {
  Ok: 'gelukt',
  Error: 'niet gelukt',
  Unset: 'niet afgerond',
};

/** The name of the organisation with this key, or with the OIN in the `source` of a message; otherwise the key itself. */
const nameOf = ({ key }: Party): string => {
  const oin = /(?:^|:)(\d{20})(?::|$)/.exec(key)?.[1];
  const found = findOrganisation(key) ?? organisations.find((organisation) => organisation.oin === oin);
  if (found !== undefined) return found.naam;
  // The kanaal of a gemeente has another key than the tokens of that gemeente.
  const gemeentecode = /^gemeente-(\d{4})$/.exec(key)?.[1];
  return gemeentecode === undefined ? key : `Gemeente ${gemeentecode}`;
};

/** A processing as the person concerned reads it, with the purpose and ground that held when it ended. */
export const toVerwerking = (processing: Processing): Verwerking => {
  const { activity, begin, end, name, party, fields, status, traceId } = processing;
  const { doel, grondslag } = activityAt(activity, end);
  return {
    tijdstip: new Date(begin).toISOString(),
    activiteit: activity,
    wat: name,
    ...(party === undefined
      ? {}
      : {
          wie: {
            rol: party.role,
            organisatie: nameOf(party),
            sleutel: party.key,
            ...known({ medewerker: party.medewerker }),
          },
        }),
    velden: [...fields],
    doel,
    grondslag: { ...grondslag },
    resultaat: RESULTS[status],
    spoor: traceId,
  };
};

/** The place of a processing in the logbook of one person: its moment, then its span. A next page begins after this place. */
export const positionOf = ({ begin, spanId }: Pick<Processing, 'begin' | 'spanId'>): string =>
  `${String(begin).padStart(13, '0')}#${spanId}`;

/** A part of a logbook: processings, each with its place. */
export type Part = readonly (readonly [position: string, processing: Processing])[];

/** Makes processings into a part that `pageOf` can take. */
export const partOf = (processings: readonly Processing[]): Part =>
  processings.map((processing) => [positionOf(processing), processing]);

/**
 * One page of several parts of a logbook, in order and with each processing once. With `until` (ms since 1970) the page only has
 * processings that began at that moment or before. `last` is the place to go on from, absent on the last page.
 */
export const pageOf = (
  parts: readonly Part[],
  { after = '', until }: { readonly after?: string | undefined; readonly until?: string | undefined },
  limit: number,
): { readonly page: readonly Processing[]; readonly last?: string } => {
  const following = [...new Map(parts.flat())].filter(
    ([position]) => position > after && (until === undefined || position.slice(0, until.length) <= until),
  );
  const ordered = following.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const page = ordered.slice(0, limit);
  const last = page.at(-1)?.[0];
  return {
    page: page.map(([, processing]) => processing),
    ...(ordered.length > limit && last !== undefined ? { last } : {}),
  };
};
