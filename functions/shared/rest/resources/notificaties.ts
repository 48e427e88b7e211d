import { DuoHeaders, Notificatie } from '../../../../contracts/duo.ts';
import { type Fault, faultsOf, joinFaults } from '../../../../contracts/faults.ts';
import { canonicalInstant } from '../../../../contracts/instant.ts';
import { DuoBericht, TYPE_DUO_NOTIFICATIE } from '../../../../contracts/internal/duo-bericht.ts';
import { isObject } from '../../../../contracts/is-object.ts';
import { isAddressable } from '../../../../domain/duo/doel.ts';
import { BODY_BYTES } from '../../../../domain/limits.ts';
import { accept } from '../accept.ts';
import type { Dependencies } from '../dependencies.ts';
import { isEncoded, mediaType, namesInAccept, type ParsedJson, parseBody } from '../http/media.ts';
import { invalid, isApiProblem, isTemporary, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { empty, json, type Response } from '../http/response.ts';
import { acceptedTrace } from '../http/trace.ts';

/**
 * DUO's Notificatie API 1.8.0, to the letter: 201 without a body, 400 for everything that is not as it says (its API
 * knows no 406, 409, 413 or 415), 403 for an organisation that the hub receives nothing for, and for a 503 its own `Foutmelding` unless the caller asks for problem details.
 */

const HEADER_NAMES: Readonly<Record<string, string>> = { '/berichtid': '/berichtId' };

const error = (pointer: string, detail: string): readonly Fault[] => [{ pointer, detail }];

const readBody = (request: AuthenticatedRequest): ParsedJson => {
  if (mediaType(request) !== 'application/json') {
    throw invalid(error('/Content-Type', 'moet application/json zijn, in UTF-8'));
  }
  if (isEncoded(request)) {
    throw invalid(error('/Content-Encoding', 'de hub pakt niets uit: stuur de inhoud ongecomprimeerd'));
  }
  if (request.body.byteLength > BODY_BYTES.call) {
    throw invalid(error('', `is te groot: hoogstens ${BODY_BYTES.call} bytes`));
  }
  const parsed = parseBody(request);
  if (!isObject(parsed.value)) throw invalid(error('', 'moet een object zijn'));
  return parsed;
};

const verify = (request: AuthenticatedRequest) => {
  const headers = DuoHeaders.safeParse(request.headers);
  const { value: body, errors } = readBody(request);
  const notificatie = Notificatie.safeParse(body);
  if (headers.success && notificatie.success && errors.length === 0) {
    return { headers: headers.data, notificatie: notificatie.data };
  }
  throw invalid([
    ...(headers.success ? [] : faultsOf(headers.error, request.headers)).map(({ pointer, detail }) => ({
      pointer: HEADER_NAMES[pointer] ?? pointer,
      detail,
    })),
    ...joinFaults(notificatie.success ? [] : faultsOf(notificatie.error, body), errors),
  ]);
};

const readNotificatie = async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
  const { headers, notificatie } = verify(request);
  if (headers.bron !== needed.duoOin) {
    throw problem('geen-toegang', 'Het OIN in bron is niet dat van DUO.', {
      errors: error('/bron', 'moet het OIN van de afzender zijn'),
    });
  }
  if (!isAddressable(headers.doel, needed.gemeenten)) {
    throw problem('geen-toegang', 'Deze hub neemt geen notificaties aan voor het OIN in doel.', {
      errors: error('/doel', 'is geen aangesloten gemeente, en niet de hub'),
    });
  }
  const { sleutel, oin } = request.organisatie;
  const { berichtid: berichtId, doel } = headers;
  const { afdruk } = needed.pseudonyms;
  const registrationDatumTime = canonicalInstant(notificatie.registratieDatumTijd);
  const data = { ...notificatie, registratieDatumTijd: registrationDatumTime };
  const bericht = DuoBericht.parse({
    ontvangstId: needed.pseudonyms.ontvangstId(sleutel, headers.bron, berichtId),
    type: TYPE_DUO_NOTIFICATIE,
    berichtId,
    bron: headers.bron,
    doel,
    organisatie: sleutel,
    afdruk: afdruk({ doel, data }),
    tijdstip: registrationDatumTime,
    trace: acceptedTrace(request, `urn:nld:oin:${oin}`, needed.clock.now()),
    data,
  });
  if (!(await accept(needed, bericht, afdruk({ doel, data: notificatie })))) {
    throw invalid(error('/berichtId', 'is eerder gebruikt voor een andere notificatie'), {
      ontvangstId: bericht.ontvangstId,
    });
  }
  return empty(201);
};

/** `POST /notificaties`: DUO says that something happened; what it was is fetched later. */
export const acceptNotificatie = async (
  request: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  try {
    return await readNotificatie(request, needed);
  } catch (cause) {
    const ownErrorMessage = !namesInAccept(request, 'application/problem+json');
    if (isApiProblem(cause) || !isTemporary(cause) || !ownErrorMessage) throw cause;
    return json(
      503,
      { fouttekst: 'De hub is even niet beschikbaar. Stuur de notificatie straks ongewijzigd opnieuw.' },
      { 'Retry-After': '30' },
    );
  }
};
