import { gemeenteProfiles } from '../domain/gemeenten/index.ts';
import type { FoundZaak } from './answers.ts';
import { userError } from './errors.ts';
import type { HubClient } from './hub-client.ts';
import { type Happened, type Happening, type HappeningOptions, happen } from './invent/happenings.ts';
import { anySeed } from './invent/random.ts';

/** Events of invented people, on a hub that may know some of these people already. */

/** The zaken of the people whom an event is about. */
export const zakenOf = async (
  hub: HubClient,
  { members }: Happened,
  gemeente: string,
): Promise<readonly FoundZaak[]> => {
  const found = await Promise.all(members.map(({ persoon: { vNummer } }) => hub.find({ vNummer }, gemeente)));
  return [...new Map(found.flat().map((zaak) => [zaak.zaakId, zaak])).values()];
};

/** The most times that people are invented to find a household that the hub does not know. */
const TRIES = 20;

const isKnown = async (hub: HubClient, { members }: Happened): Promise<boolean> => {
  const found = await Promise.all(
    gemeenteProfiles.flatMap(({ gemeentecode }) =>
      members.flatMap(({ bsn, persoon: { vNummer } }) => [
        hub.find({ bsn }, gemeentecode),
        hub.find({ vNummer }, gemeentecode),
      ]),
    ),
  );
  return found.some((zaken) => zaken.length > 0);
};

/** A seed that invents people whom the hub does not know. Several tries may be needed, because few BSNs belong to nobody. */
const newSeed = async (hub: HubClient, invent: (seed: number) => Happened): Promise<number> => {
  for (let left = TRIES; left > 0; left -= 1) {
    const seed = anySeed();
    if (!(await isKnown(hub, invent(seed)))) return seed;
  }
  throw userError('the hub knows nearly everybody who can be invented: start it anew without --data');
};

/** Plans an event. Without a seed the event is about people whom this hub does not know. */
export const planHappening = async (
  hub: HubClient,
  kind: Happening,
  { seed: given, ...options }: Omit<HappeningOptions, 'seed'> & { readonly seed: number | undefined },
): Promise<Happened & { readonly seed: number }> => {
  const invent = (seed: number): Happened => happen(kind, { ...options, seed });
  const seed = given ?? (await newSeed(hub, invent));
  return { ...invent(seed), seed };
};
