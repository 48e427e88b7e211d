import type { HubClient } from '../../client/hub-client.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { receiverKeys } from '../../domain/regievoerder/kanaal.ts';
import type { PartnerPost } from '../print/partners.ts';

/** A zaak and whose it is. */
export interface ZaakOf {
  readonly zaakId: string;
  readonly gemeentecode: string;
}

/** What every partner of these gemeenten, and each gemeente itself, was told about these zaken. */
export const postOf = async (hub: HubClient, zaken: readonly ZaakOf[]): Promise<readonly PartnerPost[]> => {
  const ours = new Set<string>(zaken.map((zaak) => zaak.zaakId));
  const codes = new Set<string>(zaken.map((zaak) => zaak.gemeentecode));
  const profiles = gemeenteProfiles.filter((profile) => codes.has(profile.gemeentecode));
  const posts = profiles.flatMap((profile) => {
    const organisations = new Map(profile.partners.map(({ sleutel, organisatie }) => [sleutel, organisatie]));
    return receiverKeys(profile).map(async (sleutel) => {
      const berichten = await hub.berichten(sleutel, profile.gemeentecode);
      return { sleutel, organisatie: organisations.get(sleutel) ?? `Gemeente ${profile.naam}`, berichten };
    });
  });
  const all = await Promise.all(posts);
  // A message about a zaak that names its household tells which households are of these zaken.
  const households = all.flatMap(({ berichten }) =>
    berichten.flatMap(({ subject, data }) => (ours.has(subject) ? [String(data['huishoudenId'])] : [])),
  );
  const subjects = new Set([...ours, ...households]);
  return all.map(({ berichten, ...post }) => ({
    ...post,
    berichten: berichten.filter(({ subject }) => subjects.has(subject)),
  }));
};
