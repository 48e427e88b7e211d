import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bindBus, bindCounts, bindDelivery, bindLogboek, bindTable } from '../../constructs/bindings.ts';
import type { Deliverer } from '../../constructs/deliverer.ts';
import { createFunction } from '../../constructs/function.ts';
import { Loket } from '../../constructs/loket.ts';
import type { Mailer } from '../../constructs/mailer.ts';
import { HubApi } from '../../constructs/rest-api.ts';
import { BUS_RIGHTS, TABLE_RIGHTS } from '../../constructs/rights.ts';
import { giveOut } from '../../outputs.ts';
import { bindPseudonyms, bindWebhookSecret, type Hub } from './hub.ts';

/** A partner may wait twenty seconds for messages (`wacht`). The gateway gives up after twenty-nine. */
const API_TIMEOUT = Duration.seconds(28);

/** Makes the REST API with the three functions behind it: of the API, of the call that may wait, and of the pages. */
export const createEntrances = (hub: Hub, deliverer: Deliverer, mailer: Mailer): HubApi => {
  const { stack, context, data, table, parameters, baseUrl } = hub;
  const { key, alarmTopic, environment } = context;
  const scope = new Construct(stack, 'Api');
  const fn = createFunction(scope, context, {
    name: 'api',
    description: 'Neemt berichten aan en beantwoordt vragen over zaken',
    timeout: API_TIMEOUT,
    reservedConcurrency: environment.apiTegelijk,
  });
  bindTable(fn, table, key, TABLE_RIGHTS.api);
  bindLogboek(fn, data.logboek);
  bindBus(fn, data.bus, BUS_RIGHTS.api);
  bindPseudonyms(fn, hub);
  bindWebhookSecret(fn, hub);
  bindDelivery(fn, deliverer.queue, key);
  // To see whether anything was ever taken from the queue of a partner that chooses another door.
  bindCounts(fn, []);
  bindCallers(fn, hub);
  fn.addEnvironment('DUO_OIN', parameters.duoOin);
  giveOut(scope, 'FunctieNaam', fn.functionName, 'Functie achter de API');
  const loket = createLoket(hub, deliverer);
  const hubApi = new HubApi(scope, 'Gateway', {
    fn,
    pullFn: createPull(hub),
    loketFn: loket.fn,
    key,
    alarmTopic,
    baseUrl,
    environment,
  });
  loket.bindAddress(hubApi.api, mailer.fn);
  return hubApi;
};

const createLoket = (
  { stack, context, data, table, secretsKey, parameters, people }: Hub,
  deliverer: Deliverer,
): Loket =>
  new Loket(stack, 'Loket', {
    context,
    table,
    logboek: data.logboek,
    bus: data.bus,
    pseudonyms: { secret: data.hmacSecret, key: secretsKey },
    deliveryQueue: deliverer.queue,
    issuer: parameters.loketIssuer,
    people,
    timeout: API_TIMEOUT,
  });

/**
 * Makes the function of the one call that may wait. It has a concurrency of its own, so that however many partners wait,
 * none of them holds the place of a message that comes in.
 */
const createPull = (hub: Hub): LambdaFunction => {
  const { stack, context, data, table } = hub;
  const fn = createFunction(new Construct(stack, 'Ophalen'), context, {
    name: 'ophalen',
    description: 'Laat partners hun berichten ophalen, en erop wachten',
    timeout: API_TIMEOUT,
    reservedConcurrency: context.environment.ophalenTegelijk,
  });
  bindTable(fn, table, context.key, TABLE_RIGHTS.ophalen);
  bindLogboek(fn, data.logboek, ['PutItem']);
  bindCallers(fn, hub);
  return fn;
};

/** Tells a function behind the REST API whose tokens it takes, and where its problems live. */
const bindCallers = (fn: LambdaFunction, { stack, baseUrl, parameters, context }: Hub): void => {
  fn.addEnvironment('HUB_BASIS_URL', baseUrl);
  fn.addEnvironment('TOKEN_UITGEVERS', stack.toJsonString(parameters.tokenIssuers));
  if (context.environment.domein?.truststore !== undefined) {
    fn.addEnvironment('CLIENTCERTIFICAAT_VERPLICHT', 'ja');
  }
};
