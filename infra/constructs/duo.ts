import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { HUB_OIN } from '../../domain/hub-oin.ts';
import type { Environment } from '../environments/environment.ts';
import type { Parameters } from '../parameters.ts';
import { bindPostponement, bindSecret, bindSecretPerGemeente } from './bindings.ts';
import type { Processor } from './processor.ts';

/** Where DUO is, and the keys that the certificates of the environment can be encrypted with. */
export type DuoOptions = {
  readonly parameters: Parameters;
  readonly environment: Environment;
  readonly certificateKeys: readonly IKey[];
};

/** Lets the function of a processor call DUO, in the name of the hub and of its gemeenten, and put off what DUO cannot take now. */
export const bindDuo = (
  processor: Processor,
  { parameters, environment, certificateKeys }: DuoOptions,
): void => {
  const { fn, queue } = processor;
  bindPostponement(fn, queue);
  fn.addEnvironment('DUO_BASIS_URL', parameters.duoBaseUrl);
  fn.addEnvironment('DUO_OIN', parameters.duoOin);
  fn.addEnvironment('HUB_OIN', HUB_OIN);
  const { certificaatGeheimArn, gemeenten = {} } = environment.duo ?? {};
  if (certificaatGeheimArn !== undefined) {
    const secret = Secret.fromSecretCompleteArn(processor, 'DuoCertificaat', certificaatGeheimArn);
    bindSecret(fn, 'DUO_CERTIFICAAT_GEHEIM_ID', secret, ...certificateKeys);
  }
  const perGemeente = Object.entries(gemeenten).map(
    ([gemeentecode, { certificaatGeheimArn: arn }]) =>
      [gemeentecode, Secret.fromSecretCompleteArn(processor, `DuoCertificaat${gemeentecode}`, arn)] as const,
  );
  if (perGemeente.length > 0) {
    const secrets = Object.fromEntries(perGemeente);
    bindSecretPerGemeente(fn, 'DUO_CERTIFICAAT_PER_GEMEENTE', secrets, ...certificateKeys);
  }
};
