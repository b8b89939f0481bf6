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

  const artifact = verb(root, 'artifact', words.artifact, language).usage('clear');
  verb(artifact, 'clear <artifact>', words.clear, language)
    .usage('APP@VERSION --reason TEXT')
    .requiredOption('--reason <text>', words.clear.reason)
    .action(
      run(async (context, address: string, options: { reason: string }) =>
        (await import('./clear.ts')).clearArtifact(context, address, options),
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
