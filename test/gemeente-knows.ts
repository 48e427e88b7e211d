/** The data that a gemeente has in the end when it handles its messages as the guide for gemeenten says (`docs/gemeente.md`). */

interface Message {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A term as the last message has it. A term that moved has no name until its end comes near. */
interface KnownTermijn {
  readonly name?: string;
  readonly einddatum: unknown;
  readonly einddatumUiterlijk: unknown;
}

interface Known {
  readonly steps: readonly string[];
  readonly termijnen: Readonly<Record<string, KnownTermijn>>;
}

type Step = Readonly<Record<string, unknown>>;

/** Whether a step that stands says that the zaak goes on at another gemeente, or in another zaak. */
const isElsewhere = (step: Step): boolean =>
  step['richting'] === 'vertrokken' || (step['name'] === 'zaak-vervallen' && 'opgenomenIn' in step);

/** The steps and terms of one zaak that stand after these messages; undefined when it goes on elsewhere. */
const standing = (messages: readonly Message[]): Known | undefined => {
  const steps = new Map<unknown, Step>();
  const termijnen = new Map<unknown, KnownTermijn>();
  for (const { type, data } of messages) {
    const { volgnummer, vervangt, datum, zaakId: _zaakId, gemeentecode: _code, ...own } = data;
    const name = type.split('.').slice(2, -1).join('-');
    if (vervangt !== undefined) steps.delete(vervangt);
    if (name === 'termijn-vervallen') {
      const { termijnId, nieuweEinddatum, nieuweEinddatumUiterlijk } = own;
      if (nieuweEinddatum === undefined) termijnen.delete(termijnId);
      else
        termijnen.set(termijnId, {
          einddatum: nieuweEinddatum,
          einddatumUiterlijk: nieuweEinddatumUiterlijk,
        });
    } else if (name.startsWith('termijn-')) {
      termijnen.set(own['termijnId'], {
        name,
        einddatum: own['einddatum'],
        einddatumUiterlijk: own['einddatumUiterlijk'],
      });
    } else if (name !== 'gebeurtenis-vervallen') steps.set(volgnummer, { name, datum, ...own });
  }
  if ([...steps.values()].some(isElsewhere) || steps.size + termijnen.size === 0) return undefined;
  return {
    steps: [...steps.values()].map((step) => JSON.stringify(step)).toSorted(),
    termijnen: Object.fromEntries([...termijnen].toSorted()),
  };
};

/** What the gemeente knows of each zaak, by its zaakId, of these messages in the order in which it got them. */
export const gemeenteKnows = (messages: readonly Message[]): Record<string, Known> =>
  Object.fromEntries(
    [...Map.groupBy(messages, ({ data }) => String(data['zaakId']))].flatMap(([zaakId, own]) => {
      const known = standing(own);
      return known === undefined ? [] : [[zaakId, known]];
    }),
  );
