import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createToken, startApi } from '../../../../../contract/support/api.ts';
import { createCertificate } from '../../../../adapters/certificate.ts';

const COA = '00000099000000002000';
const { cert } = createCertificate('coa.example', COA);
const other = createCertificate('brp.example', '00000099000000003000').cert;
const thumbprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');

/** The status of a call by COA that needs no more than its right. */
const status = async (
  certificate: string | undefined,
  { bound, required = false }: { readonly bound?: string; readonly required?: boolean } = {},
): Promise<number> => {
  const { call } = startApi({ certificateRequired: required });
  const claims = bound === undefined ? {} : { cnf: { 'x5t#S256': bound } };
  const token = await createToken({ organisatie: 'coa', claims });
  const outcome = await call('GET', '/v1/gebeurtenissen/5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01', {
    headers: { Authorization: `Bearer ${token}` },
    ...(certificate === undefined ? {} : { certificate }),
  });
  return outcome.status;
};

describe('a client certificate (mutual TLS)', () => {
  test('with the OIN of the organisation of the token lets it in', async () => {
    expect(await status(cert, { required: true })).toBe(404);
  });

  test.each([
    ['of another organisation', other],
    ['without an OIN', createCertificate('coa.example').cert],
    ['with something else in the place of an OIN', createCertificate('coa.example', 'KVK-12345678').cert],
    ['that is no certificate', 'geen certificaat'],
  ])('%s does not: 403', async (_, certificate) => {
    expect(await status(certificate)).toBe(403);
  });

  test('that is missing where every caller has to show one is 403, and elsewhere no fault', async () => {
    expect(await status(undefined, { required: true })).toBe(403);
    expect(await status(undefined)).toBe(404);
  });

  test('is the only one with which a token that is bound to it counts: 401', async () => {
    expect(await status(cert, { bound: thumbprint })).toBe(404);
    expect(await status(other, { bound: thumbprint })).toBe(401);
    expect(await status(undefined, { bound: thumbprint })).toBe(401);
  });
});
