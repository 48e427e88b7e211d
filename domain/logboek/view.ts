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
  // The gemeente's own channel, whose key is not that of its tokens.
  const gemeentecode = /^gemeente-(\d{4})$/.exec(key)?.[1];
  return gemeentecode === undefined ? key : `Gemeente ${gemeentecode}`;
};

/** A processing as the person concerned reads it, with its purpose and ground of the day on which it ended. */
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

/** The place of a processing in the logbook of one person: by moment, then by its span, so that a page can go on. */
export const positionOf = ({ begin, spanId }: Pick<Processing, 'begin' | 'spanId'>): string =>
  `${String(begin).padStart(13, '0')}#${spanId}`;

/** The processings of a part, each with its place in the logbook. */
export type Part = readonly (readonly [position: string, processing: Processing])[];

/** Processings as a part of which pages can be made. */
export const partOf = (processings: readonly Processing[]): Part =>
  processings.map((processing) => [positionOf(processing), processing]);

/** One page of several parts of a logbook, in order and each processing once: of what began at `until` (ms since 1970) or before, when that is given. */
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
