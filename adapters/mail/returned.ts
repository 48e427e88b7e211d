import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
  SESv2Client,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';

/** Whether SES has the address; `busy` when it answers no more of these questions now, of which it takes one a second. */
export type Returned = 'returned' | 'not returned' | 'busy';

/**
 * The addresses of which a mail came back, or whose reader called it spam. SES keeps them for the whole account, takes mails to them,
 * and sends them no further. Each of these throws when SES is away.
 */
export const createReturnedMails = (client = new SESv2Client({})) => {
  const ask = async (send: () => Promise<unknown>): Promise<Returned> => {
    try {
      await send();
      return 'returned';
    } catch (error) {
      if (error instanceof NotFoundException) return 'not returned';
      if (error instanceof TooManyRequestsException) return 'busy';
      throw error;
    }
  };
  return {
    /** Whether mails to this address come back. */
    look: (EmailAddress: string) =>
      ask(() => client.send(new GetSuppressedDestinationCommand({ EmailAddress }))),

    /** Has SES send to this address again; `returned` when mails to it came back until now. */
    forget: (EmailAddress: string) =>
      ask(() => client.send(new DeleteSuppressedDestinationCommand({ EmailAddress }))),
  };
};

export type ReturnedMails = ReturnType<typeof createReturnedMails>;
