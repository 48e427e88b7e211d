import { AGAIN, retry } from '../../../../adapters/retry.ts';
import { AbonnementChange, Consent, NewSecret } from '../../../../contracts/abonnementen.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import {
  afterRenewal,
  changedFields,
  MAX_SIGNING,
  statusAfter,
  statusAfterInstemming,
  toFilter,
  withOtherAddress,
} from '../../../../domain/delivery/abonnement-changes.ts';
import { known } from '../../../../domain/known.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { showAbonnement } from './abonnement-view.ts';
import { addressLookup, findAbonnement, newSecret, toOauth2 } from './abonnementen.ts';
import { byTheNewAbonnement } from './kanaal.ts';
import { kanaalForGemeente, ownKanaal } from './kanaal-access.ts';
import { countQuestion } from './questions.ts';

/** Changing a subscription: every change is kept first, noted on its timeline second and carried out third. */

/** How often a change is made again because another came in between. */
const ATTEMPTS = 5;

/** A change: what an abonnement becomes (the same one when nothing changes), and the line on its timeline. */
interface Change {
  readonly apply: (abonnement: Abonnement) => Abonnement;
  readonly naam: string;
  readonly gegevens?: Readonly<Record<string, unknown>>;
}

const changedMeanwhile = () =>
  problem('intussen-gewijzigd', 'Het abonnement is intussen gewijzigd. Lees het opnieuw.');

/** Makes the change to the abonnement as it is by then; one that changes nothing leaves no line. */
const change = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
  kanaal: KanaalId,
  { apply, naam, gegevens = {} }: Change,
): Promise<Abonnement> => {
  return retry(
    async () => {
      const before = await findAbonnement(request, needed, kanaal);
      const fresh = apply(before);
      if (fresh === before) return before;
      const kept = await needed.kanalen.replace(kanaal, before, fresh);
      if (kept === undefined) return AGAIN;
      await needed.kanalen.record(kept.id, {
        tijdstip: needed.clock.now().toISOString(),
        naam,
        door: request.organisatie.sleutel,
        gegevens,
      });
      return kept;
    },
    { times: ATTEMPTS, pauseMs: () => 0, exhausted: changedMeanwhile },
  );
};

const askConsent = (
  { deliveryQueue }: Pick<Dependencies, 'deliveryQueue'>,
  kanaal: KanaalId,
  { id }: Abonnement,
): Promise<void> => deliveryQueue.enqueue([{ job: { soort: 'verificatie', kanaal, abonnementId: id } }]);

const withChanges = (
  abonnement: Abonnement,
  { sink, types, filters, oauth2, mtls, tempo }: AbonnementChange,
  needed: Dependencies,
): Abonnement => {
  const {
    oauth2: oldOauth2,
    mtls: oldMtls,
    tempo: oldTempo,
    ...rest
  } = withOtherAddress(abonnement, sink ?? abonnement.sink);
  const newOauth2 = oauth2 === undefined ? oldOauth2 : (oauth2 ?? undefined);
  const newTempo = tempo === undefined ? oldTempo : (tempo ?? undefined);
  return {
    ...rest,
    ...known({ types }),
    ...(filters === undefined ? {} : { filters: filters.map(toFilter) }),
    ...(newOauth2 === undefined
      ? {}
      : {
          oauth2: 'clientGeheim' in newOauth2 ? newOauth2 : toOauth2(newOauth2, abonnement.id, needed),
        }),
    ...((mtls ?? oldMtls) === true ? { mtls: true } : {}),
    ...known({ tempo: newTempo }),
  };
};

/** `PATCH /abonnementen/{abonnementId}`. */
export const changeAbonnement = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const kanaal = ownKanaal(request);
  const present = await findAbonnement(request, needed, kanaal);
  const wanted = await readBody(AbonnementChange, request, addressLookup(needed));
  const { id, sink } = { ...present, sink: wanted.sink ?? present.sink };
  if (sink !== present.sink || present.status === 'wacht-op-verificatie') {
    await countQuestion(needed, kanaal, { id, sink });
  }
  const abonnement = await change(request, needed, kanaal, {
    naam: 'abonnement-gewijzigd',
    gegevens: { velden: changedFields(wanted) },
    apply: (before) => {
      if (wanted.versie !== undefined && wanted.versie !== before.versie) throw changedMeanwhile();
      return withChanges(before, wanted, needed);
    },
  });
  if (abonnement.status === 'wacht-op-verificatie') await askConsent(needed, kanaal, abonnement);
  await byTheNewAbonnement(needed, kanaal);
  return json(200, showAbonnement(abonnement, needed.clock.now()));
};

const action =
  (verb: 'pauzeer' | 'hervat', name: string) =>
  async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
    const kanaal = ownKanaal(request);
    const abonnement = await change(request, needed, kanaal, {
      naam: name,
      apply: (before) => {
        const status = statusAfter(verb, before.status);
        if (status === undefined) {
          throw problem('stand-laat-niet-toe', `Dit kan niet zolang de status ${before.status} is.`);
        }
        return status === before.status ? before : { ...before, status };
      },
    });
    await byTheNewAbonnement(needed, kanaal);
    return json(200, showAbonnement(abonnement, needed.clock.now()));
  };

/** `POST /abonnementen/{abonnementId}/_pauzeer`: messages are kept. */
export const pauseAbonnement = action('pauzeer', 'abonnement-gepauzeerd');

/** `POST /abonnementen/{abonnementId}/_hervat`: what was kept is delivered. */
export const resumeAbonnement = action('hervat', 'abonnement-hervat');

/** `POST /abonnementen/{abonnementId}/_verifieer`: asks the receiver again; 429 when that was often enough. */
export const verifyAbonnement = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const kanaal = ownKanaal(request);
  const abonnement = await findAbonnement(request, needed, kanaal);
  await countQuestion(needed, kanaal, abonnement);
  await needed.kanalen.record(abonnement.id, {
    tijdstip: needed.clock.now().toISOString(),
    naam: 'verificatie-gevraagd',
    door: request.organisatie.sleutel,
    gegevens: {},
  });
  await askConsent(needed, kanaal, abonnement);
  return json(200, showAbonnement(abonnement, needed.clock.now()));
};

const tooManySecrets = (until: number) =>
  problem(
    'stand-laat-niet-toe',
    `Er ondertekenen al ${MAX_SIGNING} geheimen. Dat kan weer vanaf ${new Date(until).toISOString()}, ` +
      'of nu met overlapUren 0: dan geldt meteen alleen het nieuwe.',
  );

/** `POST /abonnementen/{abonnementId}/_nieuwgeheim`: the secret is shown here and never again. */
export const renewSecret = async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
  const kanaal = ownKanaal(request);
  await findAbonnement(request, needed, kanaal);
  const { secret = newSecret(), overlapUren } = await readBody(NewSecret, request);
  const abonnement = await change(request, needed, kanaal, {
    naam: 'geheim-vernieuwd',
    gegevens: { overlapUren },
    apply: (before) => {
      const encrypted = needed.encryption.encrypt(secret, before.id);
      const renewal = afterRenewal(before.geheimen, encrypted, overlapUren, needed.clock.now());
      if ('fullUntil' in renewal) throw tooManySecrets(renewal.fullUntil);
      return { ...before, geheimen: renewal.geheimen };
    },
  });
  return json(200, { ...showAbonnement(abonnement, needed.clock.now()), secret });
};

/** `POST /abonnementen/{abonnementId}/_akkoord`: the gemeente notes that the receiver agreed outside the hub. */
export const recordConsent = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const kanaal = kanaalForGemeente(request);
  await findAbonnement(request, needed, kanaal);
  const { door, datum } = await readBody(Consent, request);
  const abonnement = await change(request, needed, kanaal, {
    naam: 'akkoord-vastgelegd',
    apply: (before) => {
      const { instemming } = before;
      // The same request once more succeeds: the answer to the first may have been lost.
      if (instemming?.wijze === 'handmatig' && instemming.op === datum && instemming.door === door) {
        return before;
      }
      if (statusAfter('akkoord', before.status) === undefined) {
        throw problem('stand-laat-niet-toe', 'De ontvanger heeft al ingestemd.');
      }
      const status = statusAfterInstemming(before);
      return { ...before, status, instemming: { wijze: 'handmatig', op: datum, door } };
    },
  });
  await byTheNewAbonnement(needed, kanaal);
  return json(200, showAbonnement(abonnement, needed.clock.now()));
};
