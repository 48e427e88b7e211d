import { randomBytes, randomUUID } from 'node:crypto';
import { AbonnementId, AbonnementRequest } from '../../../../contracts/abonnementen.ts';
import type { Fault } from '../../../../contracts/faults.ts';
import { isObject } from '../../../../contracts/is-object.ts';
import type { Abonnement, Oauth2 } from '../../../../domain/delivery/abonnement.ts';
import { toFilter } from '../../../../domain/delivery/abonnement-changes.ts';
import type { ReceiverHealth } from '../../../../domain/delivery/circuit.ts';
import { known } from '../../../../domain/known.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Lookup, readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { empty, json, type Response } from '../http/response.ts';
import { showAbonnement } from './abonnement-view.ts';
import { byTheNewAbonnement } from './kanaal.ts';
import { idFromPath, kanaalFromQuery, ownKanaal } from './kanaal-access.ts';
import { countQuestion } from './questions.ts';

/** Subscriptions: taking one, reading and ending it. Changing one stands in abonnement-change.ts. */

const MAX_ABONNEMENTEN = 10;
const SECRET_BYTES = 32;

/** A new secret by which messages of an abonnement are signed. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Faults of the addresses in a body: whether they are public is not for a contract to know. */
export const addressLookup =
  ({ checkAddress }: Pick<Dependencies, 'checkAddress'>): Lookup =>
  async ({ sink, oauth2 }) => {
    const addresses: readonly (readonly [string, unknown])[] = [
      ['/sink', sink],
      ['/oauth2/tokenUrl', isObject(oauth2) ? oauth2['tokenUrl'] : undefined],
    ];
    const errors = await Promise.all(
      addresses.map(
        async ([pointer, adres]): Promise<readonly Fault[]> =>
          typeof adres === 'string' ? (await checkAddress(adres)).map((detail) => ({ pointer, detail })) : [],
      ),
    );
    return errors.flat();
  };

/** The receiver's credentials as they are kept: the password encrypted for this abonnement. */
export const toOauth2 = (
  { tokenUrl, clientId, clientSecret, scope }: NonNullable<AbonnementRequest['oauth2']>,
  abonnementId: string,
  { encryption }: Pick<Dependencies, 'encryption'>,
): Oauth2 => ({
  tokenUrl,
  clientId,
  clientGeheim: encryption.encrypt(clientSecret, abonnementId),
  ...known({ scope }),
});

/** The abonnement that a path names; of another partner it does not exist. */
export const findAbonnement = async (
  request: AuthenticatedRequest,
  { kanalen }: Pick<Dependencies, 'kanalen'>,
  kanaal: KanaalId,
): Promise<Abonnement> => {
  const id = idFromPath(AbonnementId, request, 'abonnementId');
  const abonnement = id === undefined ? undefined : await kanalen.abonnement(kanaal, id);
  if (abonnement === undefined) throw notFound();
  return abonnement;
};

const toAbonnement = (
  { sink, types, filters, oauth2, mtls, tempo }: AbonnementRequest,
  secret: string,
  needed: Dependencies,
): Abonnement => {
  const id = randomUUID();
  return {
    id,
    status: 'wacht-op-verificatie',
    sink,
    types,
    filters: (filters ?? []).map(toFilter),
    geheimen: [{ versleuteld: needed.encryption.encrypt(secret, id) }],
    aangemaaktOp: needed.clock.now().toISOString(),
    ...known({ tempo }),
    ...(oauth2 === undefined ? {} : { oauth2: toOauth2(oauth2, id, needed) }),
    ...(mtls === true ? { mtls } : {}),
    versie: 1,
  };
};

const tooMany = () =>
  problem(
    'stand-laat-niet-toe',
    `Een partner kan hoogstens ${MAX_ABONNEMENTEN} abonnementen hebben. Zeg er eerst een op.`,
  );

/** `POST /abonnementen`: keeps it, then asks its receiver for consent. Its secret is shown here and never again. */
export const acceptAbonnement = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const { kanalen, deliveryQueue, clock } = needed;
  const kanaal = ownKanaal(request);
  const wanted = await readBody(AbonnementRequest, request, addressLookup(needed));
  const isFull = async (allowed: number) => (await kanalen.settings(kanaal)).abonnementen.length > allowed;
  if (await isFull(MAX_ABONNEMENTEN - 1)) throw tooMany();
  await countQuestion(needed, kanaal, wanted);
  const secret = wanted.secret ?? newSecret();
  const abonnement = toAbonnement(wanted, secret, needed);
  const { id } = abonnement;
  if (!(await kanalen.create(kanaal, abonnement))) throw new Error('een nieuw abonnement bestond al');
  // Requests at the same moment each saw room for one.
  if (await isFull(MAX_ABONNEMENTEN)) {
    await kanalen.remove(kanaal, abonnement, clock.now());
    throw tooMany();
  }
  try {
    await kanalen.record(id, {
      tijdstip: abonnement.aangemaaktOp,
      naam: 'abonnement-genomen',
      door: request.organisatie.sleutel,
      gegevens: {},
    });
    await deliveryQueue.enqueue([{ job: { soort: 'verificatie', kanaal, abonnementId: id } }]);
  } catch (error) {
    // Nobody would know its secret: the caller gets an error and asks again.
    await kanalen.remove(kanaal, abonnement, clock.now());
    throw error;
  }
  return json(
    201,
    { ...showAbonnement(abonnement, clock.now()), secret },
    { Location: `/v1/abonnementen/${id}` },
  );
};

/** An abonnement with how its receiver does. */
const showWithHealth = async (
  { kanalen, clock }: Pick<Dependencies, 'kanalen' | 'clock'>,
  abonnement: Abonnement,
) => {
  const health = await kanalen.state<ReceiverHealth>(abonnement.id, 'GEZONDHEID');
  return showAbonnement(abonnement, clock.now(), health?.waarde);
};

/** `GET /abonnementen`: all of one partner, oldest first. */
export const readAbonnementen = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const { abonnementen } = await needed.kanalen.settings(kanaalFromQuery(request));
  return json(200, {
    abonnementen: await Promise.all(abonnementen.map((one) => showWithHealth(needed, one))),
  });
};

/** `GET /abonnementen/{abonnementId}`. */
export const readAbonnement = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> =>
  json(200, await showWithHealth(needed, await findAbonnement(request, needed, kanaalFromQuery(request))));

/** `GET /abonnementen/{abonnementId}/tijdlijn`: also of one that has ended. */
export const readAbonnementTijdlijn = async (
  request: AuthenticatedRequest,
  { kanalen }: Dependencies,
): Promise<Response> => {
  const kanaal = kanaalFromQuery(request);
  const id = idFromPath(AbonnementId, request, 'abonnementId');
  if (id === undefined || !(await kanalen.knew(kanaal, id))) throw notFound();
  return json(200, { abonnementId: id, gebeurtenissen: await kanalen.tijdlijn(id) });
};

/** `DELETE /abonnementen/{abonnementId}`: what it kept goes through another door. Once more completes what a fall left. */
export const removeAbonnement = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const { kanalen, clock } = needed;
  const kanaal = ownKanaal(request);
  const id = idFromPath(AbonnementId, request, 'abonnementId');
  if (id === undefined || !(await kanalen.knew(kanaal, id))) throw notFound();
  const abonnement = await kanalen.abonnement(kanaal, id);
  if (abonnement !== undefined) {
    const now = clock.now();
    if (!(await kanalen.remove(kanaal, abonnement, now))) {
      throw problem('intussen-gewijzigd', 'Het abonnement is net gewijzigd. Lees het opnieuw.');
    }
    await kanalen.record(id, {
      tijdstip: now.toISOString(),
      naam: 'abonnement-opgezegd',
      door: request.organisatie.sleutel,
      gegevens: {},
    });
  }
  await byTheNewAbonnement(needed, kanaal);
  return empty(204);
};
