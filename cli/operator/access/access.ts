import type { Admissions } from '../../../adapters/table/admissions.ts';
import { userError } from '../../../client/errors.ts';
import { findOrganisation, type Organisation } from '../../../domain/organisations.ts';
import { OWN_ISSUER } from '../../../infra/names.ts';
import { table } from '../../print/text.ts';
import type { Clients } from './clients.ts';

/** What the commands about access work on. */
export interface AccessMeans {
  readonly admissions: Admissions;
  /** Absent when this hub has no user pool of its own. */
  readonly clients?: Pick<Clients, 'create' | 'remove'> | undefined;
  /** Where a client of the own user pool fetches its token. */
  readonly tokenUrl?: string | undefined;
}

/** A client that exists already at an issuer of the environment. */
export interface ExistingClient {
  readonly uitgever: string;
  readonly client: string;
}

const organisationOf = (key: string): Organisation => {
  const organisation = findOrganisation(key);
  if (organisation === undefined) throw userError(`the hub knows no organisation called ${key}`);
  return organisation;
};

/**
 * Admits an organisation: makes a client in the own user pool, or takes one that exists at another issuer, and lets the
 * organisation in again when it was shut out. Gives the lines to show; a secret is in them this once.
 */
export const admit = async (
  { admissions, clients, tokenUrl }: AccessMeans,
  key: string,
  existing?: ExistingClient,
): Promise<readonly string[]> => {
  const organisation = organisationOf(key);
  if (existing === undefined && clients === undefined)
    throw userError('this hub has no user pool of its own: name a client with --uitgever and --client');
  const made = existing === undefined ? await clients?.create(organisation) : undefined;
  const client = existing ?? { uitgever: OWN_ISSUER, client: made?.client ?? '' };
  if (!(await admissions.admitClient(client, organisation.sleutel)))
    throw userError('this client was withdrawn, or is of another organisation: use a new one');
  const letIn = await admissions.letIn(organisation.sleutel);
  const shutOutByGemeente = await admissions.shutOutByGemeente(organisation.sleutel);
  return [
    `${organisation.sleutel} (${organisation.naam}) is admitted as client ${client.client} of ${client.uitgever}`,
    ...(letIn ? ['It was shut out, and is let in again.'] : []),
    ...(shutOutByGemeente === undefined
      ? []
      : [`${shutOutByGemeente.door} shut it out, and it alone lets it in again: hub toelaten.`]),
    ...(made === undefined
      ? []
      : [
          `TOKEN_URL=${tokenUrl ?? ''}`,
          `CLIENT_ID=${made.client}`,
          `CLIENT_SECRET=${made.secret}`,
          'This secret is shown once. Hand it over by a safe way, and keep it nowhere else.',
        ]),
  ];
};

/** Withdraws one token, one client, or the whole organisation. It counts within five seconds. */
export const withdraw = async (
  { admissions, clients }: AccessMeans,
  key: string,
  what: { readonly kenmerk?: string; readonly uitgever?: string; readonly client?: string },
): Promise<string> => {
  const { sleutel } = organisationOf(key);
  const { kenmerk, uitgever = OWN_ISSUER, client } = what;
  if (client !== undefined) {
    if (!(await admissions.withdrawClient({ uitgever, client }, sleutel)))
      throw userError(`${sleutel} has no client ${client} of ${uitgever}: hub partner lijst shows them`);
    if (uitgever === OWN_ISSUER) await clients?.remove(client);
    return `client ${client} of ${sleutel} is withdrawn`;
  }
  await admissions.shutOut(sleutel, 'beheer', kenmerk);
  return kenmerk === undefined ? `${sleutel} is shut out` : `token ${kenmerk} of ${sleutel} is shut out`;
};

/** Every client with whose it is, and everything that is shut out. */
export const listAccess = async (admissions: Admissions, width: number): Promise<readonly string[]> => {
  const { clients, shutOut } = await admissions.list();
  const rows = [
    ...clients.map(({ organisatie, uitgever, client, sinds, ingetrokken }): [string, string] => [
      organisatie,
      `client ${client} of ${uitgever}, ${ingetrokken === undefined ? `since ${sinds}` : `withdrawn ${ingetrokken}`}`,
    ]),
    ...shutOut.map(({ organisatie, kenmerk, sinds, door }): [string, string] => [
      organisatie,
      `${kenmerk === undefined ? 'shut out' : `token ${kenmerk} shut out`} since ${sinds} by ${door}`,
    ]),
  ].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return rows.length === 0 ? ['nobody was admitted by hand, and nobody is shut out'] : table(rows, width);
};
