import type { Admissions } from '../../../adapters/table/admissions.ts';
import { errorText, userError } from '../../../client/errors.ts';
import { known } from '../../../domain/known.ts';
import { findOrganisation, type Organisation } from '../../../domain/organisations.ts';
import { OWN_ISSUER } from '../../../infra/names.ts';
import type { Style } from '../../print/paint.ts';
import { table, wrap } from '../../print/text.ts';
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

/** Who was admitted as which client, and with a new client what its tokens are fetched with; no client when it was only let in again. */
export interface Admitted extends Partial<ExistingClient> {
  readonly organisatie: string;
  readonly naam: string;
  readonly weerToegelaten: boolean;
  /** A gemeente that keeps it out yet. */
  readonly uitgeslotenDoor?: string;
  readonly tokenUrl?: string;
  readonly geheim?: string;
}

type Listed = Awaited<ReturnType<Admissions['list']>>;

/** A client that was admitted, or who is shut out. */
export type Access =
  | ({ readonly soort: 'client' } & Listed['clients'][number])
  | ({ readonly soort: 'uitgesloten' } & Listed['shutOut'][number]);

/** Admits an organisation as this client, and lets it in again when it was shut out. */
const admitAs = async (
  admissions: Admissions,
  { sleutel, naam }: Organisation,
  client: ExistingClient | undefined,
): Promise<Admitted> => {
  if (client !== undefined && !(await admissions.admitClient(client, sleutel)))
    throw userError('this client was withdrawn, or is of another organisation: use a new one');
  const letIn = await admissions.letIn(sleutel);
  if (client === undefined && !letIn)
    throw userError('this hub has no user pool of its own: name a client with --uitgever and --client');
  const shutOutByGemeente = await admissions.shutOutByGemeente(sleutel);
  return {
    organisatie: sleutel,
    naam,
    ...client,
    weerToegelaten: letIn,
    ...(shutOutByGemeente === undefined ? {} : { uitgeslotenDoor: shutOutByGemeente.door }),
  };
};

/** Takes away a client whose secret nobody will see any more, because of this error. */
const takeAway = async (clients: Pick<Clients, 'remove'>, client: string, reason: unknown): Promise<void> => {
  try {
    await clients.remove(client);
  } catch (error) {
    throw userError(
      `${errorText(reason)}; client ${client} was made, and is still in the user pool: remove it there (${errorText(error)})`,
      reason,
    );
  }
};

/**
 * Admits an organisation: makes a client in the own user pool, or takes one that exists at another issuer, and lets the
 * organisation in again when it was shut out. A secret is in what it gives this once: a client that was made and then could not
 * be admitted is taken away. Without a user pool and a client there is only to let in again: an error when nobody shut the
 * organisation out.
 */
export const admit = async (
  { admissions, clients, tokenUrl = '' }: AccessMeans,
  key: string,
  existing?: ExistingClient,
): Promise<Admitted> => {
  const organisation = organisationOf(key);
  if (existing !== undefined || clients === undefined) return admitAs(admissions, organisation, existing);
  const { client, secret } = await clients.create(organisation);
  try {
    const admitted = await admitAs(admissions, organisation, { uitgever: OWN_ISSUER, client });
    return { ...admitted, tokenUrl, geheim: secret };
  } catch (error) {
    await takeAway(clients, client, error);
    throw error;
  }
};

/** Who was admitted, in words. The secret and what belongs to it stand each on a line that can be copied whole. */
export const admittedLines = (admitted: Admitted, width: number, { warn }: Style): readonly string[] => {
  const { organisatie, naam, client, uitgever, weerToegelaten, uitgeslotenDoor, tokenUrl, geheim } = admitted;
  return [
    ...(client === undefined
      ? wrap(`${organisatie} (${naam}) was shut out, and is let in again`, width)
      : wrap(`${organisatie} (${naam}) is admitted as client ${client} of ${uitgever}`, width)),
    ...(client !== undefined && weerToegelaten ? ['It was shut out, and is let in again.'] : []),
    ...(uitgeslotenDoor === undefined
      ? []
      : wrap(`${uitgeslotenDoor} shut it out, and it alone lets it in again: hub toelaten.`, width).map(
          warn,
        )),
    ...(geheim === undefined
      ? []
      : [
          `TOKEN_URL=${tokenUrl}`,
          `CLIENT_ID=${client}`,
          `CLIENT_SECRET=${geheim}`,
          ...wrap(
            'This secret is shown once. Hand it over by a safe way, and keep it nowhere else.',
            width,
          ).map(warn),
        ]),
  ];
};

/** What was withdrawn: a whole organisation, or one client or token of it. */
export interface Withdrawn {
  readonly organisatie: string;
  readonly uitgever?: string;
  readonly client?: string;
  readonly kenmerk?: string;
}

/** What was withdrawn, in words. */
export const withdrawnLine = ({ organisatie, client, kenmerk }: Withdrawn): string => {
  if (client !== undefined) return `client ${client} of ${organisatie} is withdrawn`;
  return kenmerk === undefined
    ? `${organisatie} is shut out`
    : `token ${kenmerk} of ${organisatie} is shut out`;
};

/** Withdraws one token, one client, or the whole organisation. It counts within five seconds. */
export const withdraw = async (
  { admissions, clients }: AccessMeans,
  key: string,
  what: { readonly kenmerk?: string; readonly uitgever?: string; readonly client?: string },
): Promise<Withdrawn> => {
  const { sleutel } = organisationOf(key);
  const { kenmerk, uitgever = OWN_ISSUER, client } = what;
  if (client !== undefined) {
    if (!(await admissions.withdrawClient({ uitgever, client }, sleutel)))
      throw userError(`${sleutel} has no client ${client} of ${uitgever}: hub partner lijst shows them`);
    if (uitgever === OWN_ISSUER) await clients?.remove(client);
    return { organisatie: sleutel, uitgever, client };
  }
  await admissions.shutOut(sleutel, 'beheer', kenmerk);
  return { organisatie: sleutel, ...known({ kenmerk }) };
};

/** Every client with whose it is, and everything that is shut out, by organisation. */
export const listAccess = async (admissions: Admissions): Promise<readonly Access[]> => {
  const { clients, shutOut } = await admissions.list();
  return [
    ...clients.map((client): Access => ({ soort: 'client', ...client })),
    ...shutOut.map((one): Access => ({ soort: 'uitgesloten', ...one })),
  ].toSorted((one, other) => (one.organisatie < other.organisatie ? -1 : 1));
};

const accessWords = (access: Access, { bad }: Style): string => {
  if (access.soort === 'client') {
    const { client, uitgever, sinds, ingetrokken } = access;
    const since = ingetrokken === undefined ? `since ${sinds}` : bad(`withdrawn ${ingetrokken}`);
    return `client ${client} of ${uitgever}, ${since}`;
  }
  const { kenmerk, sinds, door } = access;
  return `${bad(kenmerk === undefined ? 'shut out' : `token ${kenmerk} shut out`)} since ${sinds} by ${door}`;
};

/** Who comes in and who does not, as a table. */
export const accessLines = (found: readonly Access[], width: number, style: Style): readonly string[] =>
  found.length === 0
    ? ['nobody was admitted by hand, and nobody is shut out']
    : table(
        found.map((access) => [access.organisatie, accessWords(access, style)]),
        width,
      );
