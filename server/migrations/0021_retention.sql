-- compatible
alter table artifacts
  -- When something last began to need it, or was found to need it. What has not been needed for long may lose its content.
  add column used_at timestamptz not null default now(),
  -- Its content was given up then; `held` is false since. The row stays: history, figures and gates go on knowing it.
  add column pruned_at timestamptz,
  -- The registry has let go of the content as well.
  add column content_removed boolean not null default false;
create index artifacts_by_use on artifacts (used_at) where held and origin = 'built';
create index artifacts_to_remove on artifacts (pruned_at) where pruned_at is not null and not content_removed;

create index builds_with_log on builds (finished_at) where log_file is not null and state = 'finished';
create index promotions_over on promotions (finished_at) where state = 'finished';
