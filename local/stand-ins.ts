// biome-ignore lint/style/noRestrictedImports: the token issuer knows the organisations that the hub knows.
import { allOrganisations, type Organisation, organisationsByName } from '../domain/organisations.ts';
import type { Clock } from './clock/clock.ts';
import { createDuoStandIn, DUO_MOUNT } from './duo/stand-in.ts';
import type { Handler } from './mount.ts';
import { AUDIENCE, createTokenIssuer, TOKENS_MOUNT } from './tokens/issuer.ts';
import type { Person } from './tokens/oauth.ts';

/** The stand-ins for the systems around a hub: a token issuer and DUO. */
export interface StandIns {
  readonly tokensUrl: string;
  readonly duoUrl: string;
  /** Handlers by path prefix. */
  readonly mounts: Readonly<Record<string, Handler>>;
  /** Values of the parameters of the stacks, which make the hub use the stand-ins. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The stacks ask for an address. The embedded cloud sends no mail to it. */
const ALARM_EMAILADRES = 'alarmen@hub.example';

/** What the person who plays an organisation is called. */
const personOf = (organisation: Exclude<Organisation, { readonly rol: 'bron' }>): string => {
  switch (organisation.rol) {
    case 'gemeente':
      return organisation.naam.replace(/^Gemeente /, 'Casusregisseur ');
    case 'partner':
      return `${organisation.naam} (${organisation.gemeentecode})`;
    case 'beheer':
      return 'Beheerder van de hub';
  }
};

const operatorLast = (one: Organisation, other: Organisation): number =>
  Number(one.rol === 'beheer') - Number(other.rol === 'beheer');

/** Of whom the issuer knows an address and no organisation, as most do: for whom this person comes a beheerder says on a page. */
const BY_ADDRESS: Person = {
  id: 'robin',
  naam: 'Robin, met het mailadres robin@oefening.example',
  adres: 'robin@oefening.example',
};

/** Two invented people per gemeente, one per partner, one who operates the hub, and one who is known by an address alone. */
const peopleOf = (organisations: ReturnType<typeof allOrganisations>): readonly Person[] => [
  ...[...organisations].toSorted(operatorLast).flatMap((organisation): readonly Person[] => {
    if (organisation.rol === 'bron') return [];
    const { sleutel, scopes } = organisation;
    const one = { id: sleutel, naam: personOf(organisation), holder: organisation };
    if (organisation.rol !== 'gemeente') return [one];
    // A casusregisseur does not manage who speaks for whom; a beheerder of the gemeente does nothing else here that differs.
    const holder = { sleutel, scopes: scopes.filter((scope) => scope !== 'medewerkers:beheren') };
    const beheerder = organisation.naam.replace(/^Gemeente /, 'Beheerder ');
    return [
      { ...one, holder },
      { id: `${sleutel}-beheerder`, naam: beheerder, holder: organisation },
    ];
  }),
  BY_ADDRESS,
];

const duoOin = (holders: ReturnType<typeof organisationsByName>): string => {
  const duo = holders.get('duo');
  if (duo === undefined) throw new Error('the list of organisations has no duo');
  return duo.oin;
};

/**
 * Makes the stand-ins that the hub with these gemeenten serves at `url`. With a `dataDir` their key and answers survive a
 * restart. Tokens are issued by `clock`, or by that of this machine.
 */
export const createStandIns = async (
  url: string,
  profiles: Parameters<typeof allOrganisations>[0],
  { clock, dataDir }: { readonly clock?: Clock; readonly dataDir?: string | undefined } = {},
): Promise<StandIns> => {
  const organisations = allOrganisations(profiles);
  const holders = organisationsByName(organisations);
  const tokensUrl = `${url}${TOKENS_MOUNT}`;
  const duoUrl = `${url}${DUO_MOUNT}`;
  const onDisk = dataDir === undefined ? {} : { dataDir };
  const tokens = await createTokenIssuer({
    issuer: tokensUrl,
    holders,
    people: peopleOf(organisations),
    ...(clock === undefined ? {} : { now: () => new Date(clock.now()) }),
    ...onDisk,
  });
  return {
    tokensUrl,
    duoUrl,
    mounts: { [TOKENS_MOUNT]: tokens, [DUO_MOUNT]: createDuoStandIn(onDisk) },
    parameters: {
      TokenUitgever: tokensUrl,
      TokenPubliek: AUDIENCE,
      TokenJwksUrl: `${tokensUrl}/.well-known/jwks.json`,
      DuoBasisUrl: duoUrl,
      DuoOin: duoOin(holders),
      AlarmEmailadres: ALARM_EMAILADRES,
    },
  };
};
