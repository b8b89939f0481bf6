-- compatible
-- An outside system's verdict on what an app is in an environment, or on an artifact wherever it is. The same context
-- again changes the row; what was said before is in the events.
create table checks (
  id text primary key,
  project text not null,
  app text not null,
  -- Null: about the artifact itself, wherever it runs.
  environment text,
  artifact_id text not null references artifacts on delete cascade,
  -- Null: whatever the configuration is, because it was said before there was a release.
  configuration_version integer,
  -- What it was reported on, when that was a release.
  release_id text,
  context text not null,
  state text not null check (state in ('pending', 'success', 'failure', 'error')),
  description text,
  target_url text,
  propagate boolean not null,
  actor text not null,
  door text not null,
  overridden_by text,
  override_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create unique index checks_subject on checks
  (artifact_id, coalesce(environment, ''), coalesce(configuration_version, -1), context);
create index checks_recent on checks (project, app, id desc);
