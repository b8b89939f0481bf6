import { artifactWords } from '../../messages/artifact.ts';
import { verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { ArtifactsOptions } from './artifacts.ts';

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
