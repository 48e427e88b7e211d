import { Aws, type Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { giveOut } from '../outputs.ts';
import {
  bindAcceptances,
  bindBus,
  bindDelivery,
  bindLogboek,
  bindMail,
  bindSecret,
  bindTable,
} from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { MAJOR_VERSION } from './rest-api.ts';
import { BUS_RIGHTS, TABLE_RIGHTS } from './rights.ts';
import { createSignInClient } from './sign-in-client.ts';
import type { LogboekTable, Table } from './table.ts';

/** What the pages for people need of the rest of the stacks. */
export type LoketOptions = {
  readonly context: FunctionContext;
  readonly table: Table;
  readonly logboek: LogboekTable;
  /** For what somebody reports on a page, and for a receipt that an operator takes up again. */
  readonly bus: EventBus;
  /** The secret of the lookup keys, from which the keys of sessions are derived too, with what it is encrypted with. */
  readonly pseudonyms: { readonly secret: { readonly secretArn: string }; readonly key: IKey };
  /** The queue of delivery jobs, for a partner that chooses to read here. */
  readonly deliveryQueue: IQueue;
  /** At which people sign in; without it, and without a user pool for them, nobody does. */
  readonly issuer: TokenIssuer | undefined;
  /** The hub's own user pool for people, which takes the place of an issuer. */
  readonly people: IUserPool | undefined;
  readonly timeout: Duration;
};

/** The function of the pages for people: a casusregisseur at a desk, a partner without a system of its own, and an operator. */
export class Loket extends Construct {
  readonly fn: LambdaFunction;
  readonly #domain: string | undefined;
  readonly #people: IUserPool | undefined;

  constructor(scope: Construct, id: string, options: LoketOptions) {
    super(scope, id);
    const { context, issuer } = options;
    const { domein } = context.environment;
    this.#domain = domein?.loket?.naam ?? domein?.naam;
    this.#people = options.people;
    this.fn = createFunction(this, context, {
      name: 'loket',
      description: 'Bladzijden voor mensen: de casusregisseur en een partner zonder eigen systeem',
      timeout: options.timeout,
      reservedConcurrency: context.environment.loketTegelijk,
    });
    bindTable(this.fn, options.table, context.key, TABLE_RIGHTS.loket);
    bindLogboek(this.fn, options.logboek, ['PutItem']);
    bindAcceptances(this.fn, options.logboek);
    bindBus(this.fn, options.bus, BUS_RIGHTS.loket);
    bindDelivery(this.fn, options.deliveryQueue, context.key);
    bindSecret(this.fn, 'SLEUTEL_GEHEIM_ID', options.pseudonyms.secret, options.pseudonyms.key);
    const { mail } = context.environment;
    if (mail !== undefined) bindMail(this.fn, mail.afzender);
    if (issuer !== undefined) this.#bindIssuer(issuer);
    giveOut(this, 'FunctieNaam', this.fn.functionName, 'Functie van het loket');
  }

  /**
   * Tells the function, and others that name it to people, at which address these see it, which the issuer sends them back to and links
   * in mails lead to: its own host name where it has one. Without a domain that is the gateway's own; by its id and not by its URL, which
   * would make the function wait for the gateway and that for the function.
   */
  bindAddress(api: RestApi, ...others: readonly LambdaFunction[]): void {
    const host = this.#domain ?? `${api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    const address = `https://${host}/${MAJOR_VERSION}/loket`;
    for (const fn of [this.fn, ...others]) fn.addEnvironment('LOKET_ADRES', address);
    if (this.#people !== undefined)
      this.#bindIssuer(createSignInClient(this, this.#people, `${address}/terug`));
  }

  #bindIssuer(issuer: TokenIssuer): void {
    this.fn.addEnvironment('LOKET_UITGEVER', Stack.of(this).toJsonString(issuer));
  }
}
