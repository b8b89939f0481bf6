-- Waves, retries and partial results.

-- A target may be given the same promotion again after a failure; every try is a release of its own.
alter table releases add column attempt integer not null default 1;
alter table releases drop constraint releases_promotion_id_target_id_key;
alter table releases add constraint releases_attempt unique (promotion_id, target_id, attempt);

alter table promotions
  -- When everything that has to be healthy was: what follows may have it from then on.
  add column arrived_at timestamptz,
  -- How often a person had it go on after a failure.
  add column retried integer not null default 0,
  add column retried_at timestamptz,
  -- So many waves may begin without a pause, because a person said so.
  add column resumed_waves integer not null default 0;
update promotions set arrived_at = finished_at where kind = 'promotion' and result = 'success';
create index promotions_arrived on promotions (project, app, environment, output_artifact_id) where arrived_at is not null;
