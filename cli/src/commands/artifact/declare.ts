import { artifactWords } from '../../messages/artifact.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ArtifactsOptions } from './artifacts.ts';
import type { RegisterOptions } from './register.ts';

export function declareArtifacts({ root, language, run }: Program): void {
  const words = artifactWords[language].help;

  verb(root, 'artifacts <app>', words.artifacts, language)
    .option('--ref <reference>', words.artifacts.ref)
    .option('--limit <number>', words.artifacts.limit, wholeNumber('--limit', language))
    .action(
      run(async (context, app: string, options: ArtifactsOptions) =>
        (await import('./artifacts.ts')).artifacts(context, app, options),
      ),
    );

  verb(root, 'builds <app>', words.builds, language)
    .option('--log <commit>', words.builds.log)
    .action(
      run(async (context, app: string, options: { log?: string }) =>
        (await import('./builds.ts')).builds(context, app, options),
      ),
    );
}

/** Apart from the things to see, because it moves something. */
export function declareArtifactActs({ root, language, run }: Program): void {
  const { artifact, clear, register } = artifactWords[language].help;
  const parent = verb(root, 'artifact', artifact, language).usage('register | clear');
  verb(parent, 'clear <app@version>', clear, language)
    .requiredOption('--reason <text>', clear.reason)
    .action(
      run(async (context, address: string, options: { reason: string }) =>
        (await import('./clear.ts')).clearArtifact(context, address, options),
      ),
    );
  verb(parent, 'register <app@version>', register, language)
    .option('--digest <digest>', register.digest)
    .option('--revision <commit>', register.revision)
    .option('--version <version>', register.version)
    .option('--branch <name>', register.branch)
    .option('--image <reference>', register.image)
    .option('--provenance <file or url>', register.provenance)
    .option('--author <name>', register.author)
    .option('--subject <text>', register.subject)
    .action(
      run(async (context, address: string, options: RegisterOptions) =>
        (await import('./register.ts')).registerArtifact(context, address, options),
      ),
    );
}
