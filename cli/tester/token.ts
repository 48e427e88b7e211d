import type { Command } from 'commander';
import { type ConnectionOptions, connect, type Finish, withConnection } from '../options.ts';
import type { Output } from '../output.ts';

export const tokenCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('token'))
    .description('hand out a bearer token of an organisation (organisatie) of the local hub')
    .argument('<organisatie>', 'for example coa, duo, brp, gemeente, beheer, taalschool')
    .action((organisation: string, options: ConnectionOptions) =>
      finish(
        connect(options)
          .token(organisation)
          .then((token) => {
            output.line(token);
            return 0;
          }),
      ),
    );
};
