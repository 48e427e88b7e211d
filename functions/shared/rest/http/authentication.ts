import {
  findOrganisation,
  mayScope,
  type Organisation,
  type Scope,
} from '../../../../domain/organisations.ts';
import type { Dependencies, TokenContent } from '../dependencies.ts';
import { problem } from './problems.ts';
import type { Request } from './request.ts';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const CHALLENGE = 'Bearer realm="inburgeringshub"';

const notAuthenticated = (detail: string, challenge = CHALLENGE) =>
  problem('niet-aangemeld', detail, { headers: { 'WWW-Authenticate': challenge } });

/** 401 as for any token that does not count: it tells nobody why. */
export const invalidToken = () =>
  notAuthenticated(
    'Het token is ongeldig, verlopen of niet voor deze API.',
    `${CHALLENGE}, error="invalid_token"`,
  );

type Needed = Pick<Dependencies, 'admissions' | 'certificateRequired' | 'checkToken'>;

/** An issuer that is bound to gemeenten speaks for their organisations only: not for a source, nor for beheer. */
export const mayName = (
  { gemeenten }: Pick<TokenContent, 'gemeenten'>,
  organisation: Organisation,
): boolean =>
  gemeenten === undefined ||
  ('gemeentecode' in organisation && gemeenten.includes(organisation.gemeentecode));

/** Whose token this is, once nobody shut it out; undefined when it is nobody's. */
export const holderOf = async (
  content: TokenContent,
  admissions: Dependencies['admissions'],
): Promise<Organisation | undefined> => {
  const { holder, tokenId } = content;
  if (holder === undefined) return undefined;
  const key = 'sleutel' in holder ? holder.sleutel : await admissions.organisationOf(holder);
  const organisation = key === undefined ? undefined : findOrganisation(key);
  if (organisation === undefined || !mayName(content, organisation)) return undefined;
  return (await admissions.isShutOut(organisation.sleutel, tokenId)) ? undefined : organisation;
};

/** Holds the client certificate of a caller against its token and its organisation; only mutual TLS brings one. */
const checkCertificate = async (
  { certificate }: Request,
  { certificate: bound }: TokenContent,
  { oin }: Organisation,
  required: boolean,
): Promise<void> => {
  if (certificate === undefined) {
    // A token that is bound to a certificate is worth nothing to who cannot show it (RFC 8705 §3).
    if (bound !== undefined) throw invalidToken();
    if (required) throw problem('geen-toegang', 'Toon een clientcertificaat (mutual TLS).');
    return;
  }
  const { readCertificate } = await import('./certificate.ts');
  const shown = readCertificate(certificate);
  if (bound !== undefined && shown?.thumbprint !== bound) throw invalidToken();
  if (shown?.oin !== oin) {
    throw problem(
      'geen-toegang',
      'Het OIN in het clientcertificaat is niet dat van de organisatie van het token.',
    );
  }
};

/** The organisation that calls, once its token and its right to make this call were found in order. */
export const authenticate = async (
  request: Request,
  scopes: readonly Scope[],
  { admissions, certificateRequired, checkToken }: Needed,
  admit: (organisation: Organisation) => Promise<void>,
): Promise<Organisation> => {
  const [, token] = BEARER.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw notAuthenticated('Stuur een token mee in de header Authorization (Bearer).');
  const content = await checkToken(token);
  const organisation = content && (await holderOf(content, admissions));
  if (content === undefined || organisation === undefined) throw invalidToken();
  // Before its rights: the log names who is refused.
  await admit(organisation);
  await checkCertificate(request, content, organisation, certificateRequired);
  if (!scopes.some((scope) => content.scopes.includes(scope) && mayScope(organisation, scope))) {
    throw problem('geen-toegang', 'Het token geeft geen recht op dit verzoek.', {
      headers: {
        'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${scopes.join(' ')}"`,
      },
    });
  }
  return organisation;
};
