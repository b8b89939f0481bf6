import type { Command } from 'commander';
import { UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { collect, oneOf, prepare, verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { AddOptions } from './pipelines.ts';
import type { PromoteOptions } from './promote.ts';
import type { SpotOptions } from './spot.ts';
import { stages } from './stage.ts';
import type { RequireOptions, StatusOptions } from './status.ts';

/** The spellings of Akkeris. They are no words of Sluice, so the main help leaves them out; `sluice help akkeris` has them. */
export function declareAkkeris({ root, language, run }: Program): void {
  const { about, options: words } = akkerisWords[language];
  const spelling = (name: string): Command => {
    const command = root.command(name, { hidden: true }).description(about);
    command.usage(`${name.split(' ').slice(1).join(' ').replaceAll(/[<>]/g, '').toUpperCase()} [OPTIONS]`.trim());
    return prepare(command, language);
  };
  const ofApp = (command: Command): Command =>
    command.requiredOption('-a, --app <app>', words.app).option('-p, --pipeline <name>', words.pipeline);

  spelling('pipelines').action(run(async (context) => (await import('./pipelines.ts')).pipelines(context)));
  spelling('pipelines:create <name>').action(
    run(async (context, name: string) => (await import('./pipelines.ts')).createPipeline(context, name)),
  );
  spelling('pipelines:add <name>')
    .requiredOption('-a, --app <app>', words.app)
    .requiredOption('-s, --stage <stage>', words.stage, oneOf('--stage', stages, language))
    .action(
      run(async (context, name: string, options: AddOptions) =>
        (await import('./pipelines.ts')).addToPipeline(context, name, options),
      ),
    );
  ofApp(spelling('pipelines:remove')).action(
    run(async (context, options: SpotOptions) => (await import('./pipelines.ts')).removeFromPipeline(context, options)),
  );
  spelling('pipelines:info <name>').action(
    run(async (context, name: string) => (await import('./pipelines.ts')).pipelineInfo(context, name)),
  );
  spelling('pipelines:destroy <name>').action(
    run(async (context, name: string) => (await import('./pipelines.ts')).destroyPipeline(context, name)),
  );
  ofApp(spelling('pipelines:promote'))
    .option('-t, --to <apps>', words.to, collect)
    .option('-r, --release <release>', words.release)
    .action(run(async (context, options: PromoteOptions) => (await import('./promote.ts')).promote(context, options)));
  ofApp(spelling('pipelines:diff')).action(
    run(async (context, options: SpotOptions) => (await import('./promote.ts')).diffPipeline(context, options)),
  );
  for (const name of ['pipelines:status', 'pipelines:checks']) {
    spelling(`${name} [name]`)
      .option('-a, --app <app>', words.app)
      .option('-p, --pipeline <name>', words.pipeline)
      .action(
        run(async (context, pipeline: string | undefined, options: StatusOptions) =>
          (await import('./status.ts')).status(context, pipeline, options),
        ),
      );
  }
  spelling('pipelines:status:set <context>')
    .requiredOption('--required <true|false>', words.required, oneOf('--required', ['true', 'false'], language))
    .option('-a, --app <app>', words.app)
    .option('-p, --pipeline <name>', words.pipeline)
    .option('-s, --stage <stage>', words.stage)
    .action(
      run(async (context, check: string, options: RequireOptions) =>
        (await import('./status.ts')).setRequired(context, check, options),
      ),
    );
  ofApp(spelling('releases')).action(
    run(async (context, options: SpotOptions) => (await import('./releases.ts')).releases(context, options)),
  );
  ofApp(spelling('releases:rollback [release]')).action(
    run(async (context, release: string | undefined, options: SpotOptions) =>
      (await import('./releases.ts')).rollBack(context, release, options),
    ),
  );
  spelling('hooks').action(run(async (context) => (await import('./releases.ts')).hooks(context)));
  spelling('audits').action(run(async (context) => (await import('./releases.ts')).audits(context)));
}

/** Help for a command in other words than `--help`, and the pages that belong to none. */
export function declareHelp({ root, language, run }: Program): void {
  const { help, noTopic } = akkerisWords[language];
  verb(root, 'help [words...]', help, language)
    .usage('[COMMAND | akkeris]')
    .action(
      run(async (context, topic: string[]) => {
        if (topic[0] === 'akkeris') {
          context.terminal.answer(`${(await import('./page.ts')).akkerisPage(context)}\n`);
          return;
        }
        const command = commandNamed(root, topic);
        if (command === undefined) throw new UsageError(noTopic(topic.join(' ')));
        command.outputHelp();
      }),
    );
}

function commandNamed(root: Command, words: readonly string[]): Command | undefined {
  let command: Command | undefined = root;
  for (const word of words) {
    command = command?.commands.find((known) => known.name() === word || known.aliases().includes(word));
  }
  return command;
}
