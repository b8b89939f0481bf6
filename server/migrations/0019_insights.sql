-- compatible
-- What was deployed to a place, by when that was over: the figures of a period read no more than the period.
create index promotions_deployed on promotions (project, app, environment, finished_at)
  where kind <> 'configuration' and result in ('success', 'partial', 'failure', 'error', 'timeout');
