import { appWords } from '../../messages/app.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { CreateOptions } from './create.ts';

export function declareApps({ root, language, run }: Program): void {
  const words = appWords[language].help;
  const app = verb(root, 'app', words.app, language)
    .alias('apps')
    .usage('create | list | show | signing-secret | delete');

  verb(app, 'create <name>', words.create, language)
    .option('--repo <path or url>', words.create.repo)
    .option('--build <command>', words.create.build)
    .option('--health <path>', words.create.health)
    .option('--owner <name>', words.create.owner)
    .option('--description <text>', words.create.description)
    .action(
      run(async (context, name: string, options: CreateOptions) =>
        (await import('./create.ts')).createApp(context, name, options),
      ),
    );

  verb(app, 'list', words.list, language).action(run(async (context) => (await import('./list.ts')).listApps(context)));

  verb(app, 'show <name>', words.show, language).action(
    run(async (context, name: string) => (await import('./show.ts')).showApp(context, name)),
  );

  verb(app, 'signing-secret <name>', words.signingSecret, language).action(
    run(async (context, name: string) => (await import('./signing-secret.ts')).makeSigningSecret(context, name)),
  );

  verb(app, 'delete <name>', words.delete, language).action(
    run(async (context, name: string) => (await import('./delete.ts')).deleteApp(context, name)),
  );
}
