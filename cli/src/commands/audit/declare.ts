import { auditWords } from '../../messages/audit.ts';
import { oneOf, verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { AuditOptions, ExportOptions } from './audit.ts';

export function declareAudit({ root, language, run }: Program): void {
  const { audit, export: exported } = auditWords[language].help;
  const filtered = (command: ReturnType<typeof verb>) =>
    command
      .option('--actor <name>', audit.actor)
      .option('--type <type>', audit.type)
      .option('--app <app>', audit.app)
      .option('--env <environment>', audit.env)
      .option('--door <door>', audit.door)
      .option('--address <address>', audit.address)
      .option('--since <time>', audit.since)
      .option('--until <time>', audit.until)
      .option('--all-projects', audit.allProjects);
  const parent = filtered(verb(root, 'audit', audit, language))
    .usage('[export]')
    .option('--limit <number>', audit.limit, wholeNumber('--limit', language))
    .action(run(async (context, options: AuditOptions) => (await import('./audit.ts')).audit(context, options)));
  filtered(verb(parent, 'export', exported, language))
    .option('--format <format>', exported.format, oneOf('--format', ['ndjson', 'csv'] as const, language))
    .action(
      run(async (context, _options: ExportOptions, command: { optsWithGlobals(): ExportOptions }) =>
        (await import('./audit.ts')).exportAudit(context, command.optsWithGlobals()),
      ),
    );
}
